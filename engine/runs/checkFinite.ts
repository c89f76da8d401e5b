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

/** Of the weights of every model that is read, and of every symbol: zero times what is not finite is NaN, which costs no branch. */
export const areFinite = (values: Float32Array): boolean => {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += (values[index] ?? NaN) * 0;
  return sum === 0;
};

/** A network whose numbers have left what 32 bits hold predicts nothing: that is told rather than an empty answer. */
export const describeNonsense = (what: string): string =>
  `${what} is no finite number: its weights or scales are damaged, or the data lies far outside what it was trained on`;
