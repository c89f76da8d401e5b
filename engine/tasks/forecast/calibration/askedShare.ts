import { InputError } from '../../../errors.ts';
import type { Intervals } from '../../model.ts';
import { leastShare, mostShare, usualShare } from './intervalShares.ts';

/**
 * What intervals are to hold, of a level in percent. Throws an `InputError` where that is nothing that a model can say.
 * @param file of the model
 */
export const askedShare = (
  level: number | undefined,
  { intervals, otherIntervals }: Intervals,
  file: string,
): number => {
  if (level === undefined) return usualShare;
  const share = level / 100;
  if (!(share >= leastShare && share <= mostShare)) {
    throw new InputError(`level ${level} is none from ${100 * leastShare} to ${100 * mostShare} percent`);
  }
  if (share !== usualShare && intervals && !otherIntervals) {
    throw new InputError(`knows the ${100 * usualShare} % interval alone; train it anew for one of ${level} %`, {
      file,
    });
  }
  return share;
};
