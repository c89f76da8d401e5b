import { type ResultKind, resultKinds, type Results } from './goldenNetworks.ts';

/** The largest error of a kind of results, and the tensor that has it. */
export interface WorstError {
  readonly error: number;
  readonly tensor: string;
}

/**
 * By kind: the largest difference to what is expected, relative to the largest magnitude of the expected tensor, or
 * absolute where that is 0. A tensor that is missing, too many or not finite makes it infinite.
 */
export const compareResults = (found: Results, expected: Results): Record<ResultKind, WorstError> => {
  const worst = Object.fromEntries(resultKinds.map((kind) => [kind, { error: 0, tensor: '' }])) as Record<
    ResultKind,
    WorstError
  >;
  for (const tensor of new Set([...expected.keys(), ...found.keys()])) {
    const error = errorOf(found.get(tensor), expected.get(tensor));
    const kind = tensor.slice(0, tensor.indexOf('/')) as ResultKind;
    if (error > worst[kind].error) worst[kind] = { error, tensor };
  }
  return worst;
};

const errorOf = (found: Float32Array | undefined, expected: Float32Array | undefined): number => {
  if (found?.length !== expected?.length || !found || !expected) return Infinity;
  let [difference, size] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    const wanted = expected[i] ?? NaN;
    const off = Math.abs((found[i] ?? NaN) - wanted);
    if (!(off <= difference)) difference = Number.isNaN(off) ? Infinity : off;
    size = Math.max(size, Math.abs(wanted));
  }
  return difference / (size || 1);
};
