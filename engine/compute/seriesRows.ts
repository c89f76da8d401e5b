import type { ScratchFile } from '../scratchFile.ts';
import type { WindowSource } from './source.ts';

/** Encoded inputs of the rows `from` to `to`, without the last. A view, or a copy from the file. */
export const inputsOf = ({ values, columns }: WindowSource, from: number, to: number): Float32Array =>
  part(values, from * columns, to * columns);

/** Encoded targets, likewise. */
export const targetsOf = ({ targets, targetColumns }: WindowSource, from: number, to: number): Float32Array =>
  part(targets, from * targetColumns, to * targetColumns);

const part = (numbers: Float32Array | ScratchFile, from: number, to: number): Float32Array => {
  if (numbers instanceof Float32Array) return numbers.subarray(from, to);
  const copy = new Float32Array(to - from);
  numbers.read(copy, from * 4);
  return copy;
};
