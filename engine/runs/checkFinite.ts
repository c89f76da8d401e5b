import { areFinite } from '../areFinite.ts';
import type { Tensor } from '../compute/tensor.ts';
import { InputError } from '../errors.ts';
import { describeWeight } from './tooLarge.ts';

/** Throws an `InputError` that names the first weight that is no number, with its index: of tensors as the file has them. */
export const checkFinite = (tensors: ReadonlyMap<string, Tensor>, file: string): void => {
  for (const [name, { shape, values }] of tensors) {
    if (areFinite(values)) continue;
    const at = values.findIndex((value) => !Number.isFinite(value));
    const value = Number.isNaN(values[at]) ? 'no number (NaN)' : 'infinite';
    throw new InputError(`${describeWeight(name, shape, at)} is ${value}; take an earlier checkpoint`, { file });
  }
};
