import { InputError } from '../errors.ts';
import type { NamedTensors } from './cellWeights.ts';

/** Throws an `InputError` that names the first weight that is no number, with its index. */
export const checkFinite = (tensors: NamedTensors, file: string): void => {
  for (const [name, { shape, values }] of tensors) {
    const at = values.findIndex((value) => !Number.isFinite(value));
    if (at < 0) continue;
    const index = indexOf(at, shape).join(', ');
    const value = Number.isNaN(values[at]) ? 'no number (NaN)' : 'infinite';
    throw new InputError(`tensor ${name}: the weight at [${index}] is ${value}; take an earlier checkpoint`, { file });
  }
};

const indexOf = (at: number, shape: readonly number[]): number[] => {
  const index: number[] = [];
  for (const size of shape.toReversed()) {
    index.unshift(at % size);
    at = Math.floor(at / size);
  }
  return index;
};
