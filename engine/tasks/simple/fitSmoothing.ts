import { type Smoothing, SmoothedValues } from './smoothedValues.ts';

/** The training part of a series. */
export interface SmoothedPart {
  readonly values: Float64Array;
  /** What its errors are measured in, so that series of unlike size count alike. */
  readonly unit: number;
}

/** More values than this change no digit that matters. */
const mostSmoothed = 30_000;

const grids = {
  level: [0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1],
  season: [0, 0.03, 0.1, 0.2, 0.3, 0.5],
  trend: [0, 0.01, 0.03, 0.1, 0.3],
  damping: [0.9, 0.98, 1],
} as const;
const mostRounds = 3;

/**
 * The smoothing whose forecasts of the next `horizon` rows err least within the parts: one of its four figures after the
 * other is set to the best of a grid, until none changes. Multiplicative only where every value is above 0. Undefined
 * where no part is long enough to tell.
 */
export const fitSmoothing = (
  parts: readonly SmoothedPart[],
  season: number,
  horizon: number,
): Smoothing | undefined => {
  const chosen = someOf(parts.filter(({ unit }) => unit > 0 && Number.isFinite(unit)));
  const isPositive = chosen.every(({ values }) => values.every((value) => !(value <= 0)));
  const kinds = isPositive ? (['additive', 'multiplicative'] as const) : (['additive'] as const);
  const measure = (by: Smoothing): number => errorOf(chosen, season, horizon, by);
  const fitted = kinds.map((kind) => descend(kind, season, measure));
  const [best] = fitted.filter(({ error }) => Number.isFinite(error)).sort((a, b) => a.error - b.error);
  return best?.by;
};

interface Fitted {
  readonly by: Smoothing;
  readonly error: number;
}

const descend = (kind: Smoothing['kind'], season: number, measure: (by: Smoothing) => number): Fitted => {
  const start: Smoothing = { kind, level: 0.3, trend: 0, season: season > 1 ? 0.1 : 0, damping: 1 };
  let best = { by: start, error: measure(start) };
  const names =
    season > 1 ? (['level', 'season', 'trend', 'damping'] as const) : (['level', 'trend', 'damping'] as const);
  for (let round = 0; round < mostRounds; round++) {
    const before = best.error;
    for (const name of names) {
      // Without a trend there is nothing to damp.
      if (name === 'damping' && best.by.trend === 0) continue;
      for (const value of grids[name]) {
        if (value === best.by[name]) continue;
        const by = { ...best.by, [name]: value };
        const error = measure(by);
        if (error < best.error) best = { by, error };
      }
    }
    if (!(best.error < before)) break;
  }
  return best;
};

/**
 * Mean over forecasts from each row on, of long series from every so many: no more than a horizon and a row, so that they
 * do not always begin at the same place of a season.
 */
const errorOf = (parts: readonly SmoothedPart[], season: number, horizon: number, by: Smoothing): number => {
  const rows = parts.reduce((sum, { values }) => sum + values.length, 0);
  const every = Math.min(horizon + 1, Math.ceil((rows * horizon) / mostSmoothed));
  let total = 0;
  let count = 0;
  for (const { values, unit } of parts) {
    const smoothed = new SmoothedValues(values, season, by);
    for (let origin = 2 * Math.max(1, season); origin < values.length; origin += every) {
      const most = Math.min(horizon, values.length - origin);
      for (let ahead = 0; ahead < most; ahead++) {
        const value = values[origin + ahead] ?? NaN;
        if (Number.isNaN(value)) continue;
        total += Math.abs(value - smoothed.forecast(origin, ahead)) / unit;
        count++;
      }
    }
  }
  return total / count;
};

/** Of many series evenly chosen ones, of a long one its newest rows. */
const someOf = (parts: readonly SmoothedPart[]): readonly SmoothedPart[] => {
  const all = parts.reduce((sum, { values }) => sum + values.length, 0);
  const every = Math.max(1, Math.min(parts.length, Math.ceil(all / mostSmoothed)));
  return parts
    .filter((_, index) => index % every === 0)
    .map(({ values, unit }) => ({ values: values.subarray(Math.max(0, values.length - mostSmoothed)), unit }));
};
