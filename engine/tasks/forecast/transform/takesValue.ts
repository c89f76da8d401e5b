import type { ForecastData } from '../forecastFields.ts';

type Transform = Pick<ForecastData, 'transform' | 'lambda'>;

/** Whether a transform takes logarithms of values alone, which have to be above 0. */
export const isOfLogarithms = ({ transform, lambda }: Transform): boolean =>
  transform === 'log' || (transform === 'boxcox' && lambda === 0);

/** Whether a value is one that a transform is meant for: what is not counts by the line that goes on from it. */
export const takesValue = (value: number, asked: Transform): boolean => {
  if ((asked.transform ?? 'none') === 'none' || Number.isNaN(value)) return true;
  return isOfLogarithms(asked) ? value > 0 : value >= 0;
};
