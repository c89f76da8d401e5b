import type { ParameterPlace } from '../parameterLayout.ts';

/** What the vectors of symbols begin with, where something is known of the symbols before training. */
export interface FirstVectors {
  /** Values of each vector that are given; the others are random. */
  readonly size: number;
  /** (symbols, size) */
  readonly values: Float32Array;
  /** What they are, a sentence. */
  readonly what: string;
}

/** Puts them at the beginning of the vectors of an embedding (symbols, outputs), whose padding stays as it is. */
export const putFirstVectors = (
  embedding: Float32Array,
  { outputs, padding }: Pick<ParameterPlace, 'outputs' | 'padding'>,
  { size, values }: FirstVectors,
): void => {
  for (let symbol = 0; symbol * size < values.length; symbol++) {
    if (symbol !== padding) embedding.set(values.subarray(symbol * size, (symbol + 1) * size), symbol * outputs);
  }
};
