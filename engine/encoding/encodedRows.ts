import { ScratchFile } from '../scratchFile.ts';

/** Encoded numbers, in memory or in a file. */
type EncodedRows = Float32Array | ScratchFile;

/** The numbers `from` to `to`, zeros, to be filled and then put with `putStretch`. */
export const stretchOf = (rows: EncodedRows, from: number, to: number): Float32Array =>
  rows instanceof ScratchFile ? new Float32Array(to - from) : rows.subarray(from, to);

/** The stretches of a file are put in order. */
export const putStretch = (rows: EncodedRows, stretch: Float32Array): void => {
  if (rows instanceof ScratchFile) rows.append(stretch);
};
