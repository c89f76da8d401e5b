import type { ForecastData } from './forecastFields.ts';

/** For each step ahead, how many rows before it stands the value it is learned as a difference from; 0 for none. */
export const anchorLags = ({
  anchor,
  season,
  horizon,
}: Pick<ForecastData, 'anchor' | 'season' | 'horizon'>): Int32Array =>
  Int32Array.from({ length: horizon }, (_, step) => {
    if (anchor === 'last') return step + 1;
    // The newest value at the same place of a season that is known when the forecast is made.
    return anchor === 'seasonal' ? season * Math.ceil((step + 1) / season) : 0;
  });
