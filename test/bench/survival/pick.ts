import type { Random } from '../../../engine/compute/random.ts';

/** One of the values, each as likely. */
export const pick = <T>(values: readonly T[], random: Random): T => {
  const value = values[random.integer(values.length)];
  if (value === undefined) throw new Error('there is nothing to pick from');
  return value;
};
