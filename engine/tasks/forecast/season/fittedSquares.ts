import { takeOff } from './detrend.ts';

/**
 * Of detrended values, the sum of squares that waves of a season and the trend explain together (least squares).
 * @param trend as `trendOf` has it of as many values
 */
export const fittedSquares = (
  rest: Float64Array,
  trend: readonly Float64Array[],
  season: number,
  harmonics: readonly number[],
): number => {
  const directions = [...trend];
  const left = rest.slice();
  let fitted = 0;
  for (const harmonic of harmonics) {
    if (2 * harmonic > season) continue;
    const turn = (2 * Math.PI * harmonic) / season;
    for (const wave of [Math.cos, Math.sin]) {
      const cycle = Float64Array.from({ length: season }, (_, row) => wave(turn * row));
      const direction = repeated(cycle, rest.length);
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

const repeated = (cycle: Float64Array, rows: number): Float64Array => {
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row += cycle.length) values.set(cycle.subarray(0, rows - row), row);
  return values;
};
