import { shorten } from '../words/shorten.ts';

/** A finite number that 32 bits do not hold, by its index among the values. */
export interface TooLarge {
  readonly at: number;
  readonly value: number;
}

/** The first of them among values that were rounded to 32 bits. */
export const findTooLarge = (rounded: Float32Array, valueAt: (at: number) => number): TooLarge | undefined => {
  const at = rounded.findIndex((value, i) => !Number.isFinite(value) && Number.isFinite(valueAt(i)));
  return at < 0 ? undefined : { at, value: valueAt(at) };
};

export const describeTooLarge = (name: string, shape: readonly number[], { at, value }: TooLarge): string =>
  `${describeWeight(name, shape, at)} is ${value}, too large for 32 bits, which end at 3.4e+38; ` +
  'take a checkpoint with smaller weights';

/** `tensor fc.weight: the weight at [2, 3]` */
export const describeWeight = (name: string, shape: readonly number[], at: number): string => {
  const index: number[] = [];
  let rest = at;
  for (const size of shape.toReversed()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return `tensor ${shorten(name)}: the weight at [${index.join(', ')}]`;
};
