import type { Config } from '../../../config.ts';
import { type Usual, clamp } from '../../config/completion.ts';
import type { ForecastData } from '../forecastFields.ts';
import type { UsualTransform } from '../transform/completeTransform.ts';

/** Options of a model beside which the ones here make sense. */
const besides: ReadonlySet<string> = new Set([
  'cell',
  'hiddenSize',
  'numLayers',
  'dropout',
  'outputDropout',
  'initializer',
  'forgetBias',
]);
const fewestSeries = 10;
/** Rows of shorter seasons make segments that say little. */
const shortestSeason = 12;
/** Seasons that half of the series train on. */
const fewestSeasons = 15;
/** Seasons in the window: of hours, two weeks. */
const windowSeasons = 14;
/** Share of the rows that a window may take; the others are where windows begin. */
const windowShare = 0.6;

/**
 * What suits many long series that a season shapes, where a config does not say how they are forecast: segments of a
 * season, each window less its mean and divided by its deviation, a loss that is nearly the absolute error, which
 * forecasts are judged by, and square roots in the place of values, in which large ones weigh less
 * (test/bench/results/forecasting.md). Undefined for other data.
 * @param trainRows of each series
 * @param asked with the season that was found
 */
export const usualNetwork = (
  trainRows: readonly number[],
  asked: Partial<ForecastData> & Pick<ForecastData, 'season'>,
  model: Config['model'],
): (Usual & { readonly window: number; readonly transform: UsualTransform }) | undefined => {
  const { season, horizon = season, window, anchor = 'none' } = asked;
  const isOpen = Object.keys(model ?? {}).every((field) => besides.has(field));
  if (!isOpen || anchor !== 'none' || trainRows.length < fewestSeries || season < shortestSeason) return undefined;
  const median = trainRows.toSorted((a, b) => a - b)[trainRows.length >> 1] ?? 0;
  if (median < fewestSeasons * season || horizon % season !== 0 || (window ?? 0) % season !== 0) return undefined;
  const seasons = clamp(windowSeasons, 1, Math.floor((windowShare * (median - horizon)) / season));
  return {
    window: window ?? seasons * season,
    transform: { transform: 'boxcox', lambda: 0.5 },
    model: {
      ...{ decoding: 'segments', segmentLength: season, channels: 'apart', normalisation: 'instance' },
      ...{ cell: 'gru', hiddenSize: 64 },
    },
    training: { huberDelta: 0.03, schedule: { kind: 'oneCycle' } },
    enoughUpdates: 15_000,
    longest: 180,
  };
};
