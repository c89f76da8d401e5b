import type { TrainingConfig } from '../config.ts';

/**
 * Share of a decoder's steps that read what it has put out itself at an update, counted from 0: what `teacherForcing`
 * leaves, which goes to what `teacherForcingEnd` leaves in a straight line (Bengio et al. 2015, linear decay).
 */
export const ownShareAt = (
  { teacherForcing, teacherForcingEnd }: Pick<TrainingConfig, 'teacherForcing' | 'teacherForcingEnd'>,
  step: number,
  totalSteps: number,
): number => {
  const way = totalSteps > 1 ? Math.min(1, step / (totalSteps - 1)) : 0;
  return 1 - (teacherForcing + (teacherForcingEnd - teacherForcing) * way);
};
