/**
 * A training step in bfloat16 beside float32, ours and PyTorch's in all its ways, in turns in one run. The best times are
 * compared, and the quotients count: what else the machine does takes its share of each. Settings: `rounds=6`,
 * `hidden=512` for the works of that size alone. `seeds=5` trains instead, in either precision with so many seeds, and
 * compares validation losses; `long=yes` then trains what takes hours too.
 */
import { loadavg } from 'node:os';
import { findKernels } from '../../engine/compute/loadKernels.ts';
import { fileURLToPath } from 'node:url';
import { comparePrecisionQuality } from './precision/precisionQuality.ts';
import { describeHere } from './describeHere.ts';
import { markdownTable } from './speed/markdownTable.ts';
import { makeOurStep } from './speed/ourStep.ts';
import { productPeak } from './speed/productPeak.ts';
import { threadCounts } from './speed/threadCounts.ts';
import { timeSteps } from './speed/timeSteps.ts';
import { endTorches, findTorches, torchModes, torchProduct } from './speed/torch.ts';
import { stepFlops, textWork, works } from './speed/work.ts';

const setting = (name: string): number | undefined => {
  const [, value] = process.argv.find((word) => word.startsWith(`${name}=`))?.split('=') ?? [];
  return value === undefined ? undefined : Number(value);
};
const rounds = setting('rounds') ?? 6;
const onlyHidden = setting('hidden');
/** Of each way of computing in each round. */
const seconds = 0.6;
const threads = threadCounts().at(-1) ?? 1;
const log = (text: string): void => void process.stderr.write(`${text}\n`);

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
const native = (await findKernels(dist, log)).filter((module) => module.kind === 'native');
const ways = native.slice(0, native[0]?.hasBfloat16 ? 2 : 1).flatMap((module, index) =>
  (index === 0 ? (['float32', 'bfloat16'] as const) : (['bfloat16'] as const)).map((precision) => ({
    name: `${precision}, ${module.name}`,
    module,
    precision,
  })),
);
const seeds = setting('seeds');
const torches = seeds === undefined ? (await findTorches()).slice(0, 1) : [];
const [torch] = torches;

const timeAll = async (): Promise<void> => {
  console.log(
    `Load of the machine when it began: ${(loadavg()[0] ?? NaN).toFixed(1)}. PyTorch ${torch?.version ?? 'is missing'}.`,
  );
  const peaks = new Map<string, number>();
  for (const { name, module, precision } of ways) peaks.set(name, await productPeak(module, threads, 2, precision));
  console.log(
    `\nGFLOP/s of products in the caches, ${threads} threads: ${[...peaks].map(([name, gflops]) => `${name} ${gflops.toFixed(0)}`).join('; ')};`,
  );
  const theirs = [await torchProduct(torches, threads), await torchProduct(torches, threads, 'bfloat16')];
  console.log(`PyTorch's of 1,024²: float32 ${theirs[0]?.toFixed(0)}, bfloat16 ${theirs[1]?.toFixed(0)}.\n`);

  const chosen = [
    textWork({ hidden: 512 }),
    textWork({ hidden: 128 }),
    textWork({ cell: 'gru', hidden: 512 }),
    textWork({ hidden: 64 }),
    ...works.filter(({ name }) => /×(32|64), D/.test(name)),
  ];
  for (const work of chosen.filter(({ hidden }) => onlyHidden === undefined || hidden === onlyHidden)) {
    const best = new Map<string, number>();
    const take = (name: string, milliseconds: number): void => {
      best.set(name, Math.min(best.get(name) ?? Infinity, milliseconds));
    };
    const ours = [];
    for (const way of ways) ours.push({ ...way, ...(await makeOurStep(work, threads, way.module, way.precision)) });
    const processes = torch?.processes.filter((one) => one.threads === threads || one.threads === 1) ?? [];
    for (let round = 0; round < rounds; round++) {
      for (const { name, step } of ours) take(name, timeSteps(seconds, step).best);
      for (const mode of torchModes) {
        for (const { process } of processes) {
          const answer = await process.ask({ work, mode, seconds }, 300);
          if (answer?.best !== undefined) take(`PyTorch ${mode}`, answer.best);
          else if (round === 0) log(`PyTorch ${mode}: ${answer?.error ?? 'no answer'}`);
        }
      }
    }
    for (const { session } of ours) await session.dispose();
    const [float32] = ways;
    const mine = best.get(float32?.name ?? '') ?? NaN;
    const rival = Math.min(...[...best].filter(([name]) => name.startsWith('PyTorch')).map(([, time]) => time));
    const rows = [...best].map(([name, time]) => {
      const peak = peaks.get(name);
      const share = peak === undefined ? '' : `${Math.round((stepFlops(work) / (time * 1e6) / peak) * 100)} %`;
      return [name, time.toPrecision(3), `${(mine / time).toFixed(2)} ×`, `${(rival / time).toFixed(2)} ×`, share];
    });
    console.log(`${work.name}\n`);
    console.log(markdownTable(['', 'ms a step', 'of our float32', "of PyTorch's best", 'of the peak'], rows));
    console.log(`\nload ${(loadavg()[0] ?? NaN).toFixed(1)}\n`);
  }
};

try {
  console.log(describeHere(seeds === undefined ? 'precision' : `precision seeds=${seeds}`));
  if (seeds === undefined) await timeAll();
  else console.log(`\n${await comparePrecisionQuality(seeds, process.argv.includes('long=yes'), log)}`);
} finally {
  endTorches(torches);
}
