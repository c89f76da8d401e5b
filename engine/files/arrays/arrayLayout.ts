import { InputError } from '../../errors.ts';
import type { NumberType } from './numberType.ts';

/** An array as its header has it. */
export interface ArrayLayout {
  /** Of an array in the order of C: the last index runs fastest. */
  readonly shape: readonly number[];
  readonly type: NumberType;
  readonly isLittle: boolean;
}

/** Packed to less than this share of its size an array is a bomb rather than data, from this many bytes on. */
const leastShare = 1 / 100;
const harmlessBytes = 2 ** 30;

export const describeShape = (shape: readonly number[]): string =>
  `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;

/** Values that a shape promises; infinite beyond what can be counted. */
export const countValues = (shape: readonly number[]): number => {
  const count = shape.reduce((product, size) => product * size, 1);
  return Number.isSafeInteger(count) ? count : Infinity;
};

/**
 * Throws an `InputError` where the header of an array promises more than its bytes can hold, before anything of that size
 * is made room for.
 * @param bytes that it takes in the file, unpacked or packed
 */
export const checkPromise = (
  file: string,
  what: string,
  { shape, type }: ArrayLayout,
  bytes: number,
  isPacked: boolean,
): void => {
  const promised = countValues(shape) * type.bytes;
  const says = `the header of ${what} promises ${describeShape(shape)}, ${promised === Infinity ? 'more than can be counted' : `${promised} bytes`}`;
  if (!isPacked && promised !== bytes) {
    throw new InputError(`${says}, and the file holds ${bytes}; get the whole file`, { file });
  }
  if (isPacked && promised > Math.max(harmlessBytes, bytes / leastShare)) {
    const message = `${says}, out of ${bytes} packed ones, which is more than data gives; unpack the file if it is sound`;
    throw new InputError(message, { file });
  }
};
