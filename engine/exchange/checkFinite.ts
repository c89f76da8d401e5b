import { InputError } from '../errors.ts';
import { describeWeight } from '../runs/tooLarge.ts';
import type { NamedTensors } from './cellWeights.ts';

/** Throws an `InputError` that names the first weight that is no number, with its index: of tensors as the file has them. */
export const checkFinite = (tensors: NamedTensors, file: string): void => {
  for (const [name, { shape, values }] of tensors) {
    const at = values.findIndex((value) => !Number.isFinite(value));
    if (at < 0) continue;
    const value = Number.isNaN(values[at]) ? 'no number (NaN)' : 'infinite';
    throw new InputError(`${describeWeight(name, shape, at)} is ${value}; take an earlier checkpoint`, { file });
  }
};
