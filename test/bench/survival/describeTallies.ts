import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { markdownTable } from '../speed/markdownTable.ts';
import { smallFiles } from '../../unit/engine/files/mutated/smallFiles.ts';
import { type Tally, countSeeds, isOtherBits } from './tally.ts';

const titles: Readonly<Record<string, string>> = {
  kills: 'kills with `kill -9` of the engine, the command or both, then `--resume` until the run ends',
  freezes: 'freezes (STOP, CONT) of the engine, the command or both',
  disks: 'disks full from the start, midway or at the end, for a while or for good, then `--resume`',
  runs: 'run folders with one file or field changed, then predicted with, evaluated, exported, gone on with',
  files: `data files of ${smallFiles.length} formats with something changed, then read, an eighth also made ready for training`,
  tables:
    'tables of nineteen kinds with cells, lines or bytes changed or very long, then inspected; a quarter prepared, a quarter read by a model',
  models: 'model files and checkpoints changed in memory, then read',
  frames: 'requests and frames of the protocol changed, then sent to the server in memory',
};

/** What the bench found, as a page. */
export const describeTallies = (tallies: readonly Tally[], seed: number, date: Date): string => {
  const [processor] = cpus();
  const rows = tallies.map(({ part, count, cases, losses, seconds }) => [
    titles[part] ?? part,
    count.toLocaleString('en'),
    cases.toLocaleString('en'),
    String(countSeeds(losses, (loss) => !isOtherBits(loss))),
    ['kills', 'freezes', 'disks'].includes(part) ? String(countSeeds(losses, isOtherBits)) : '',
    (seconds / 60).toFixed(1),
  ]);
  const table = markdownTable(
    ['what', 'how many', 'in so many cases', 'with a loss', 'with other bits', 'minutes'],
    rows,
  );
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
  return `# What a run survives

\`npm run bench -- survival seed=${seed}\`, ${day}.
${processor?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB; ${type()} ${release()}; Node ${process.version}.

A loss is anything that an undisturbed run has and a disturbed one has not: a run that does not come to its end, a model
that cannot be read, a line of a journal that is missing, torn, doubled or out of order, a number of \`run.json\`; anything
left behind, a stack instead of a message, an error that is not the input's or names no file, a request without an answer.
A \`forecast.json\` for which there was no room, and which the run has told of, is none.
Other bits are tensors of \`best.safetensors\` or \`last.safetensors\` that are not those of the undisturbed run.

${table}
`;
};
