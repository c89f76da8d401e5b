import type { Random } from '../../../engine/compute/random.ts';

export const pick = <T>(random: Random, values: readonly T[]): T => {
  const value = values[random.integer(values.length)];
  if (value === undefined) throw new Error('There is nothing to pick from.');
  return value;
};
