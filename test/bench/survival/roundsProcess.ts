import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openChangedRuns } from './mutations/openChangedRuns.ts';
import { readMutatedFiles } from './mutations/readMutatedFiles.ts';
import { readMutatedModels } from './mutations/readMutatedModels.ts';
import type { Rounds } from './rounds.ts';
import { sendMutatedFrames } from './mutations/sendMutatedFrames.ts';
import { readMutatedTables } from './mutations/tables/readMutatedTables.ts';

// A process of its own for rounds: what hangs or eats all memory is ended from outside, and the seed is known.
// Arguments: which, the first seed, how many. A line of output is a seed about to be played, or `!` and a problem.

const makers: Readonly<Record<string, (folder: string) => Promise<Rounds>>> = {
  files: readMutatedFiles,
  tables: readMutatedTables,
  models: readMutatedModels,
  runs: openChangedRuns,
  frames: sendMutatedFrames,
};
/** Seeds between two lines, of rounds that take microseconds. */
const stride: Readonly<Record<string, number>> = { files: 100, tables: 20, models: 1000, frames: 1 };

const [which = '', first = '', count = ''] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'rnn-rounds-'));
try {
  const rounds = await makers[which]?.(folder);
  if (!rounds) throw new Error(`there are no rounds ${which}`);
  const end = Number(first) + Number(count);
  for (let seed = Number(first); seed < end; seed++) {
    if ((seed - Number(first)) % (stride[which] ?? 1) === 0) process.stdout.write(`${seed}\n`);
    for (const problem of await rounds.play(seed)) process.stdout.write(`!${JSON.stringify([seed, problem])}\n`);
  }
  await rounds.end();
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
