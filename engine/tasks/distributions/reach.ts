import type { Deviation } from './deviations.ts';
import { normalOfStudent, studentLogDensity, studentOfNormal } from './studentT.ts';

/** The two sides of what is predicted. */
export type Side = 'above' | 'below';

/**
 * How far on one side of what is predicted a distribution reaches where a normal one reaches so many of its standard
 * deviations, in the unit of the deviation. It grows with them: the wider of two intervals holds the narrower.
 */
export const reachOf = (told: Deviation, side: Side, normal: number): number =>
  told[side] * (told.of === 'studentT' ? studentOfNormal(normal, told.freedom ?? Infinity) : normal);

/** The way back, of a distance that is not below 0: standard deviations of a normal distribution. */
export const normalScore = (told: Deviation, side: Side, distance: number): number => {
  const scaled = distance / told[side];
  return told.of === 'studentT' ? normalOfStudent(scaled, told.freedom ?? Infinity) : scaled;
};

/** ln of the density so far from what is predicted; undefined where quantiles are told, of which there is none. */
export const logDensity = (told: Deviation, distance: number): number | undefined => {
  const { of, above, below, freedom = Infinity } = told;
  const scaled = distance / above;
  if (of === 'studentT') return studentLogDensity(scaled, freedom) - Math.log(above);
  return above === below ? -0.5 * scaled * scaled - Math.log(above) - 0.5 * Math.log(2 * Math.PI) : undefined;
};
