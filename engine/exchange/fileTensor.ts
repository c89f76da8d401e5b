import type { Tensor } from '../compute/tensor.ts';

/** What a file calls a tensor that has a name of ours, and the shape there of one of ours: by default the same. */
export interface FileTensor {
  readonly name: string;
  readonly layOut?: (shape: Sizes) => Sizes;
}

/** With words for sizes that may be any. */
type Sizes = readonly (number | string)[];

/** The file's tensor of one of ours. */
export type InFile = (name: string) => FileTensor;

export const asNamed: InFile = (name) => ({ name });

export const transposed = (shape: Sizes): Sizes => shape.toReversed();

/** A shape of ours as the file has it: `(8, outputs)` */
export const formatInFile = ({ layOut }: FileTensor, shape: Sizes): string =>
  `(${(layOut?.(shape) ?? shape).join(', ')})`;

/** `fc.weight (7, 8)` */
export const showInFile = (tensor: FileTensor, { shape }: Pick<Tensor, 'shape'>): string =>
  `${tensor.name} ${formatInFile(tensor, shape)}`;
