import * as z from 'zod';
import type { Tensor } from '../../compute/tensor.ts';
import { JsonFault, parseStrictJson } from '../../strictJson.ts';
import { shorten } from '../../words/shorten.ts';
import { roundEven } from './halfBits.ts';

// Matrices of whole numbers of 8 bits: each row has a scale of its own, by which they are multiplied. The scales are a
// tensor of floats, and a text under `__metadata__` says which.

/** A matrix as whole numbers from −127 to 127. */
export interface ScaledRows {
  readonly wholes: Int8Array<ArrayBuffer>;
  /** Of each row, above 0. */
  readonly scales: Float32Array<ArrayBuffer>;
}

const largest = 127;
/** The least normal float: what is smaller by far than any weight is 0. */
const leastScale = 2 ** -126;
/** 127 times as much is still a float. */
const greatestScale = Math.fround((2 ** 128 - 2 ** 104) / largest - 2 ** 98);

/** The nearest such matrix with the largest number of each row as 127 scales, ties to even. Finite values of shape (rows, …). */
export const scaleRows = ({ shape, values }: Tensor): ScaledRows => {
  const [rows = 0] = shape;
  const width = values.length / rows;
  const scales = new Float32Array(rows);
  const wholes = new Int8Array(values.length);
  for (let row = 0; row < rows; row++) {
    const own = values.subarray(row * width, (row + 1) * width);
    const most = own.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
    const scale = Math.min(Math.max(Math.fround(most / largest), leastScale), greatestScale);
    scales[row] = scale;
    own.forEach((value, i) => {
      wholes[row * width + i] = Math.max(-largest, Math.min(largest, roundEven(value / scale)));
    });
  }
  return { wholes, scales };
};

/** The numbers that they stand for, as floats. */
export const unscaleRows = (wholes: Int8Array, scales: Float32Array): Float32Array<ArrayBuffer> => {
  const width = wholes.length / scales.length;
  return Float32Array.from(wholes, (whole, i) => whole * (scales[Math.floor(i / width)] ?? NaN));
};

const scalesKey = 'rnn-studio.scales';

/** What the metadata say of scales: of each such matrix the name of the tensor that has its scales. */
export const describeScales = (names: ReadonlyMap<string, string>): Record<string, string> =>
  names.size === 0 ? {} : { [scalesKey]: JSON.stringify(Object.fromEntries(names)) };

/** The same read again. `refuse` is told what is wrong with it. */
export const readScaleNames = (
  metadata: Readonly<Record<string, string>>,
  refuse: (problem: string) => Error,
): ReadonlyMap<string, string> => {
  const text = metadata[scalesKey];
  if (text === undefined) return new Map();
  let value: unknown;
  try {
    value = parseStrictJson(text);
  } catch (error) {
    throw refuse(`what its __metadata__ says of scales ${error instanceof JsonFault ? error.message : String(error)}`);
  }
  const names = z.record(z.string(), z.string()).safeParse(value);
  if (!names.success) throw refuse('what its __metadata__ says of scales is not a map of names');
  return new Map(Object.entries(names.data));
};

/** What is wrong with `scales` as those of a matrix of so many rows, if anything. */
export const findScaleFault = (name: string, scales: Tensor, rows: number): string | undefined => {
  const { shape, values } = scales;
  if (shape.length !== 1 || shape[0] !== rows) {
    return `tensor '${shorten(name)}' has ${rows} rows, and scales of shape [${shorten(shape.join(', '))}]`;
  }
  const row = values.findIndex((scale) => !(scale > 0 && scale < Infinity));
  return row < 0
    ? undefined
    : `the scale of row ${row} of tensor '${shorten(name)}' is ${values[row]}; scales are finite and above 0`;
};
