import { stretches } from '../../errands/stretches.ts';
import { count } from '../../words/count.ts';
import type { PreparedData } from '../preparedData.ts';
import type { Examples } from './examplesOf.ts';

const examplesAtOnce = 1 << 15;

/**
 * Of examples how many that are held out are not unseen: they stand in the training part too.
 * @param fingerprints by place among the usable examples
 */
export const describeRepeats = async (
  { train, valid, test }: PreparedData['splits'],
  { usable, item }: Pick<Examples, 'usable' | 'item'>,
  fingerprints: Float64Array,
): Promise<readonly string[]> => {
  // By example, which are in order.
  const inTraining = new Uint8Array((usable.at(-1) ?? -1) + 1);
  const isHeldOut = inTraining.slice();
  for (const example of train) inTraining[example] = 1;
  for (const part of [valid, test]) for (const example of part) isHeldOut[example] = 1;
  /** Calls `use` with the fingerprints of examples that are marked. */
  const eachOf = async (marked: Uint8Array, use: (print: number) => void): Promise<void> => {
    for await (const [from, to] of stretches(usable.length, examplesAtOnce, 'counting duplicates'))
      for (let place = from; place < to; place++)
        if (marked[usable[place] ?? -1] === 1) use(fingerprints[place] ?? NaN);
  };
  const known = new Set<number>();
  await eachOf(inTraining, (print) => known.add(print));
  let again = 0;
  await eachOf(isHeldOut, (print) => {
    if (known.has(print)) again++;
  });
  if (again === 0) return [];
  return [
    `${count(again, item)} of the validation and test parts ${again === 1 ? 'stands' : 'stand'} in the training part too, to the last value.`,
  ];
};
