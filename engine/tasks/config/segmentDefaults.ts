import type { Config, ModelConfig } from '../../config.ts';
import type { SeriesOptions } from '../../network/networkOfSeries.ts';
import type { NetworkShape, SeriesShape } from '../../network/networkShape.ts';

type Wanted = Config['model'];

/** Rows of the longest segment that is chosen. */
const longest = 48;

/** Whether a forecast goes by segments. */
const isBySegments = (model: Wanted): boolean => model?.decoding === 'segments';

/** What is taken off windows where a config does not say: of segments the last value, as their authors have it. */
export const normalisationOf = (model: Wanted): ModelConfig['normalisation'] =>
  model?.normalisation ?? (isBySegments(model) ? 'last' : 'none');

/** Rows of a segment that two or more of make the horizon, and, where it is known, some the window. */
export const usualSegment = (horizon: number, window = horizon): number => {
  const most = Math.min(longest, Math.max(1, Math.floor(horizon / 2)));
  for (let length = most; length > 1; length--) if (horizon % length === 0 && window % length === 0) return length;
  return 1;
};

/** A horizon that is chosen, made whole segments of the length that is asked for. */
export const wholeHorizon = (model: Wanted, horizon: number): number => {
  const length = isBySegments(model) ? model?.segmentLength : undefined;
  return length ? Math.ceil(horizon / length) * length : horizon;
};

/** A window that is chosen, made whole segments of the length that is asked for or comes of the horizon. */
export const wholeWindow = (model: Wanted, window: number, horizon: number): number => {
  if (!isBySegments(model)) return window;
  const length = model?.segmentLength || usualSegment(horizon);
  return Math.max(1, Math.floor(window / length)) * length;
};

/** The options of a model that only windows of a series give a meaning; for other data what asks for nothing. */
export const completeSeriesOptions = (model: Wanted, series: SeriesShape | undefined): Partial<SeriesOptions> =>
  series && isBySegments(model)
    ? {
        segmentLength: model?.segmentLength || usualSegment(series.horizon, series.window),
        channels: model?.channels ?? 'apart',
        normalisation: normalisationOf(model),
      }
    : {};

/** Steps that the layers go for an example: of segments those of the window and those ahead, of each target that goes apart. */
export const layerSteps = (
  { decoding, segmentLength, channels }: Pick<ModelConfig, keyof SeriesOptions>,
  { shape: { series }, steps }: { readonly shape: NetworkShape; readonly steps: number },
): number => {
  if (!series || decoding === 'direct' || segmentLength === 0) return steps;
  const { window, horizon, targets } = series;
  return ((window + horizon) / segmentLength) * (channels === 'apart' ? targets.length : 1);
};
