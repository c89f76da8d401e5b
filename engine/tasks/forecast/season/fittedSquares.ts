import { takeOff, trendOf } from './detrend.ts';

/** Of detrended values, the sum of squares that waves of a season and the trend explain together (least squares). */
export const fittedSquares = (rest: Float64Array, season: number, harmonics: readonly number[]): number => {
  const isKnown = new Uint8Array(rest.length).fill(1);
  const directions = trendOf(isKnown);
  const left = rest.slice();
  let fitted = 0;
  for (const harmonic of harmonics) {
    if (2 * harmonic > season) continue;
    const turn = (2 * Math.PI * harmonic) / season;
    for (const wave of [Math.cos, Math.sin]) {
      const direction = Float64Array.from(rest, (_, row) => wave(turn * (row % season)));
      const length = direction.length;
      for (const before of directions) takeOff(direction, before);
      // At half the rows the sine is 0 everywhere.
      if (direction.reduce((sum, value) => sum + value * value, 0) < 1e-6 * length) continue;
      fitted += takeOff(left, direction);
      directions.push(direction);
    }
  }
  return fitted;
};
