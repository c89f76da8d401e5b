import type { RowGroups } from '../../../files/sequences/rowGroups.ts';
import type { ClassificationData } from '../classFields.ts';

/** Steps of the longest sequence, or as many as are to be read of one. */
export const longestOf = (
  { starts, count }: RowGroups,
  { inputs, stepSize, maxLength = Infinity }: Pick<ClassificationData, 'inputs' | 'stepSize' | 'maxLength'>,
): number => {
  let rows = 1;
  for (let group = 0; group < count; group++) rows = Math.max(rows, (starts[group + 1] ?? 0) - (starts[group] ?? 0));
  return Math.min(maxLength, Math.max(1, Math.ceil((rows * inputs.length) / stepSize)));
};
