import type { RowGroups } from '../../files/sequences/rowGroups.ts';

/** How rows are cut into steps. */
export interface StepCut {
  readonly inputs: readonly string[];
  readonly stepSize: number;
  readonly maxLength?: number;
}

/** Steps of the longest sequence, or as many as are to be read of one. */
export const longestOf = (
  { starts, count }: RowGroups,
  { inputs, stepSize, maxLength = Infinity }: StepCut,
): number => {
  let rows = 1;
  for (let group = 0; group < count; group++) rows = Math.max(rows, (starts[group + 1] ?? 0) - (starts[group] ?? 0));
  return Math.min(maxLength, Math.max(1, Math.ceil((rows * inputs.length) / stepSize)));
};
