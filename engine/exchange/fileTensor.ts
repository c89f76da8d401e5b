import type { Tensor } from '../compute/tensor.ts';

/** What a file calls a tensor that has a name of ours, and whether it lays it out the other way round. */
export interface FileTensor {
  readonly name: string;
  readonly isTransposed?: boolean;
  /** Of one that holds more than ours. */
  readonly shape?: readonly number[];
}

/** The file's tensor of one of ours. */
export type InFile = (name: string) => FileTensor;

export const asNamed: InFile = (name) => ({ name });

/** A shape of ours as the file has it: `(8, outputs)` */
export const formatInFile = (
  { isTransposed = false, shape: whole }: FileTensor,
  shape: readonly (number | string)[],
): string => `(${(whole ?? (isTransposed ? shape.toReversed() : shape)).join(', ')})`;

/** `fc.weight (7, 8)` */
export const showInFile = (tensor: FileTensor, { shape }: Pick<Tensor, 'shape'>): string =>
  `${tensor.name} ${formatInFile(tensor, shape)}`;
