import { logGamma } from './logGamma.ts';

/**
 * What a standard normal distribution and Student's t have at the same place of their distribution functions, nearly:
 *
 *     z = (8ν + 1) / (8ν + 3) · √(ν ln(1 + t²/ν))        (Wallace 1959)
 *
 * solved for t. It grows with z, has no end, and its way back is exact. Quantiles up to 97.5 % are within 4.1 % for 2 degrees
 * of freedom, 1.3 % for 3 and 0.4 % from 5 on; that of 99.5 % within 12.3 %, 3.6 % and 0.9 %.
 */
export const studentOfNormal = (z: number, freedom: number): number => {
  const stretched = z / shrink(freedom);
  return Math.sign(z) * Math.sqrt(freedom * Math.expm1((stretched * stretched) / freedom));
};

/** The way back. */
export const normalOfStudent = (t: number, freedom: number): number =>
  Math.sign(t) * shrink(freedom) * Math.sqrt(freedom * Math.log1p((t * t) / freedom));

const shrink = (freedom: number): number => (8 * freedom + 1) / (8 * freedom + 3);

/** ln of the density of Student's t of location 0 and scale 1. */
export const studentLogDensity = (t: number, freedom: number): number =>
  logGamma((freedom + 1) / 2) -
  logGamma(freedom / 2) -
  0.5 * Math.log(freedom * Math.PI) -
  ((freedom + 1) / 2) * Math.log1p((t * t) / freedom);
