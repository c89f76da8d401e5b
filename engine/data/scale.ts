import type { ForecastData } from '../config.ts';
import type { Scale } from './codec.ts';
import type { Numbers } from './numbers.ts';

type Scaling = ForecastData['scaling'];

/** Fits a scale to the first `count` values, missing ones (NaN) left out. */
export const fitScale = (values: Numbers, count: number, scaling: Scaling): Scale =>
  fitScaleOn([values], undefined, count, scaling);

/**
 * One scale for several columns together, on the rows listed, or on the first `count`. A constant stays as it is,
 * moved to 0: dividing by its deviation would make noise of rounding.
 */
export const fitScaleOn = (
  columns: readonly Numbers[],
  rows: Int32Array | undefined,
  count: number,
  scaling: Scaling,
): Scale => {
  if (scaling === 'none') return { offset: 0, scale: 1 };
  let seen = 0;
  let mean = 0;
  let squares = 0;
  let min = Infinity;
  let max = -Infinity;
  for (const values of columns) {
    for (let index = 0; index < count; index++) {
      const value = values.at(rows ? (rows[index] ?? -1) : index);
      if (Number.isNaN(value)) continue;
      // Welford's update: no cancellation for values far from 0.
      seen++;
      const distance = value - mean;
      mean += distance / seen;
      squares += distance * (value - mean);
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  if (seen === 0) return { offset: 0, scale: 1 };
  return scaling === 'minmax'
    ? { offset: min, scale: max - min || 1 }
    : { offset: mean, scale: Math.sqrt(squares / seen) || 1 };
};

/** The value of a row or, where it is empty, the last one before it; NaN where there is none. */
export const filledAt = (values: Numbers, row: number): number => {
  let value = values.at(row);
  for (let at = row - 1; at >= 0 && Number.isNaN(value); at--) value = values.at(at);
  return value;
};
