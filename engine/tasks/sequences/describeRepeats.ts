import { count } from '../../words/count.ts';
import type { PreparedData } from '../preparedData.ts';

/** Of sequences how many that are held out are not unseen: they stand in the training part too. */
export const describeRepeats = (
  { train, valid, test }: PreparedData['splits'],
  fingerprints: Float64Array,
): readonly string[] => {
  const known = new Set(Array.from(train, (group) => fingerprints[group]));
  const again = [...valid, ...test].filter((group) => known.has(fingerprints[group])).length;
  if (again === 0) return [];
  return [
    `${count(again, 'sequence')} of the validation and test parts ${again === 1 ? 'stands' : 'stand'} in the training part too, to the last value.`,
  ];
};
