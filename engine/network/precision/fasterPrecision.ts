import type { Precision } from './precision.ts';

/** Milliseconds of the same work in either precision. */
export type PrecisionTimes = Readonly<Record<Precision, number>>;

/** Rounds of both in turns: of small networks many, of large ones as few as still tell. */
const [fewest, most] = [3, 30];

/** The best of a few rounds in turns; after `patience` milliseconds no further one begins. */
export const timeInTurns = (work: (precision: Precision) => void, patience: number): PrecisionTimes => {
  const best = { float32: Infinity, bfloat16: Infinity };
  const begin = performance.now();
  for (let round = 0; round < most && (round < fewest || performance.now() - begin < patience); round++) {
    for (const precision of ['float32', 'bfloat16'] as const) {
      const start = performance.now();
      work(precision);
      best[precision] = Math.min(best[precision], performance.now() - start);
    }
  }
  return best;
};

/** What bfloat16 has to take less than of the time of float32 to be chosen: below that its rounding buys nothing. */
const worthwhile = 0.95;

export const fasterPrecision = ({ float32, bfloat16 }: PrecisionTimes): Precision =>
  bfloat16 < worthwhile * float32 ? 'bfloat16' : 'float32';

/** `products in float32, which take 3 ms a batch; in bfloat16 it is 4 ms` */
export const describeFaster = (times: PrecisionTimes, unit: string): string => {
  const chosen = fasterPrecision(times);
  const other = chosen === 'float32' ? 'bfloat16' : 'float32';
  return `products in ${chosen}, which take ${formatTime(times[chosen])} a ${unit}; in ${other} it is ${formatTime(times[other])}`;
};

/** Why there are none in bfloat16, of kernels by their name. */
export const describeLack = (kernels: string): string =>
  `products in float32: ${kernels} has no instructions for bfloat16`;

const formatTime = (milliseconds: number): string => `${Number(milliseconds.toPrecision(3))} ms`;
