import { count } from '../../words/count.ts';
import type { PreparedData } from '../preparedData.ts';
import type { Examples } from './examplesOf.ts';

/**
 * Of examples how many that are held out are not unseen: they stand in the training part too.
 * @param fingerprints by place among the usable examples
 */
export const describeRepeats = (
  { train, valid, test }: PreparedData['splits'],
  { usable, item }: Pick<Examples, 'usable' | 'item'>,
  fingerprints: Float64Array,
): readonly string[] => {
  const inTraining = new Set(train);
  const heldOut = new Set([...valid, ...test]);
  const known = new Set(fingerprints.filter((_, place) => inTraining.has(usable[place] ?? -1)));
  let again = 0;
  for (const [place, print] of fingerprints.entries())
    if (heldOut.has(usable[place] ?? -1) && known.has(print)) again++;
  if (again === 0) return [];
  return [
    `${count(again, item)} of the validation and test parts ${again === 1 ? 'stands' : 'stand'} in the training part too, to the last value.`,
  ];
};
