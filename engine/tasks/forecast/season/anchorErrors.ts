import { Numbers } from '../../../files/columns/numbers.ts';
import { naiveError } from '../forecastMetrics.ts';

/** Mean absolute errors, on `values`, of the forecasts a network can learn to correct, `horizon` steps ahead. */
export const anchorErrors = (
  values: Float64Array,
  horizon: number,
  season: number,
): { none: number; last: number; seasonal: number } => {
  const mean = values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0) / countValues(values);
  const none =
    values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : Math.abs(value - mean)), 0) / countValues(values);
  const numbers = Numbers.of(values);
  const over = (lag: (step: number) => number): number => {
    let total = 0;
    for (let step = 1; step <= horizon; step++) total += naiveError(numbers, values.length, lag(step));
    return total / horizon;
  };
  return {
    none,
    last: over((step) => step),
    seasonal: season > 0 ? over((step) => season * Math.ceil(step / season)) : Infinity,
  };
};

const countValues = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + Number(!Number.isNaN(value)), 0);
