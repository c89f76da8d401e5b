/**
 * Times one training step (forward, loss, backward, clipping, Adam) on sequences of unequal lengths, ours and PyTorch's
 * with packed sequences, in turns in one run. Medians are compared: the lengths differ from step to step. Writes
 * test/bench/results/sequenceStep.md where PyTorch is there.
 */
import { writeFile } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadKernels } from '../../engine/compute/loadKernels.ts';
import { describeHere } from './describeHere.ts';
import { kindNames } from './speed/backends.ts';
import { LineProcess } from './speed/lineProcess.ts';
import { markdownTable } from './speed/markdownTable.ts';
import { makeSequenceStep, type SequenceWork, sequenceWorks } from './speed/sequenceWork.ts';
import { threadCounts } from './speed/threadCounts.ts';
import { type Timing, timeSteps } from './speed/timeSteps.ts';

const seconds = 6;
/** Turns, the fastest median of which counts for either side. */
const turns = 3;
const script = fileURLToPath(new URL('./speed/python/torchSequences.py', import.meta.url));

type Torch = LineProcess<{ readonly version: string }, { work: SequenceWork; seconds: number }, Timing>;

const startTorch = async (threads: number): Promise<Torch | undefined> => {
  const given = (process.env['RNN_STUDIO_PYTHON'] ?? '').split(delimiter).filter((python) => python !== '');
  for (const python of [...given, 'python3', '/usr/bin/python3']) {
    const torch: Torch | undefined = await LineProcess.start(python, [script], {
      ...process.env,
      OMP_NUM_THREADS: String(threads),
    });
    if (torch) return torch;
  }
  return undefined;
};

const kernels = [await loadKernels('auto'), await loadKernels('wasm')];
const rows: string[][] = [];
let version = '';
for (const threads of threadCounts()) {
  const torch = await startTorch(threads);
  if (!torch) console.log('PyTorch is not installed: name a Python that has it in RNN_STUDIO_PYTHON.');
  version = torch?.hello.version ?? version;
  for (const work of sequenceWorks()) {
    const steps = await Promise.all(kernels.map((each) => makeSequenceStep(work, threads, each)));
    const ours = steps.map(() => Infinity);
    let theirs = Infinity;
    for (let turn = 0; turn < turns; turn++) {
      for (const [index, { step }] of steps.entries())
        ours[index] = Math.min(ours[index] ?? Infinity, timeSteps(seconds, step).median);
      theirs = Math.min(theirs, (await torch?.ask({ work, seconds }, 300))?.median ?? Infinity);
    }
    for (const { session } of steps) await session.dispose();
    const times = (milliseconds: number): string => `${milliseconds.toFixed(1)} ms`;
    const ratios = ours.map((milliseconds) => `${times(milliseconds)}, ${(theirs / milliseconds).toFixed(2)} ×`);
    rows.push([work.name, String(threads), times(theirs), ...ratios]);
    console.log(rows.at(-1)?.join(' | '));
  }
  torch?.end();
}
const page = `# A training step on sequences of unequal lengths

${describeHere('sequenceStep')} PyTorch ${version}
with packed sequences, on both sides of the translation, and the fastest of its implementations of Adam.

The fastest of ${turns} medians of ${seconds} seconds each, in turns; × says how often as fast ours is.

${markdownTable(['work', 'threads', 'PyTorch', ...kernels.map(({ kind }) => kindNames[kind])], rows)}
`;
if (version !== '') await writeFile(fileURLToPath(new URL('./results/sequenceStep.md', import.meta.url)), page);
