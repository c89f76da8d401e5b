import type { LearnedLine, LearnedSeason } from '../../../protocol.ts';
import { finiteOrNull } from '../../../withoutNaN.ts';
import type { ForecastParts } from './forecastParts.ts';
import type { PlacesInSeason } from './placesInSeason.ts';

/** Who is drawn, and what each says of the `ahead`-th row after a window. */
export interface LearnedOf {
  readonly who: string;
  readonly name: string;
  readonly valueAt: (at: number, ahead: number) => number;
}

interface LearnedOptions {
  readonly target: string;
  readonly decimals: number;
  readonly parts: ForecastParts;
  readonly seasonLength: number;
  readonly places: PlacesInSeason | undefined;
  /** The truth first. */
  readonly of: readonly LearnedOf[];
  /** Of each window the first row of its series. */
  readonly starts: Int32Array;
  readonly timeAt: ((row: number) => number) | undefined;
}

/**
 * Means of what is forecast beside those of what came, over the same rows of the same windows: by place in the season,
 * and by window, in the order of time. Of several series, of which there is no level of all, in percent of each one's mean.
 */
export const learnedSeason = (options: LearnedOptions): LearnedSeason => {
  const { target, decimals, places, seasonLength, starts } = options;
  const isSeveral = starts.some((start) => start !== starts[0]);
  const units = isSeveral ? unitsOf(options) : undefined;
  const season = places && {
    length: seasonLength,
    x: places.x,
    kind: places.kind,
    lines: meansBy(
      options,
      places.x.length,
      (at, ahead) => places.placeOf((options.parts.origins[at] ?? 0) + ahead),
      units,
    ),
  };
  return {
    target,
    decimals,
    unit: isSeveral ? 'percent' : 'value',
    ...(season && { season }),
    ...(!isSeveral && { level: levelOf(options) }),
  };
};

const levelOf = (options: LearnedOptions): NonNullable<LearnedSeason['level']> => {
  const { parts, timeAt } = options;
  // Windows come in the order of time.
  const x = Array.from(parts.origins, (origin) => timeAt?.(origin) ?? origin + 1);
  return { x, isTime: timeAt !== undefined, lines: meansBy(options, x.length, (at) => at) };
};

/** What a value of each window is divided by: a hundredth of the mean size of its series. */
const unitsOf = ({ of, parts, starts }: LearnedOptions): Float64Array => {
  const sums = new Map<number, { sum: number; count: number }>();
  const [actual] = of;
  for (const [at, start] of starts.entries()) {
    const known = sums.get(start) ?? { sum: 0, count: 0 };
    for (let ahead = 0; ahead < parts.horizon; ahead++) {
      const value = Math.abs(actual?.valueAt(at, ahead) ?? NaN);
      if (!Number.isFinite(value)) continue;
      known.sum += value;
      known.count++;
    }
    sums.set(start, known);
  }
  return Float64Array.from(starts, (start) => {
    const { sum = 0, count = 0 } = sums.get(start) ?? {};
    return sum > 0 ? sum / count / 100 : NaN;
  });
};

/** Rows whose truth is not known are left out. */
const meansBy = (
  { of, parts }: LearnedOptions,
  places: number,
  placeOf: (at: number, ahead: number) => number,
  units?: Float64Array,
): LearnedLine[] => {
  const counts = new Float64Array(places);
  const sums = of.map(() => new Float64Array(places));
  for (let at = 0; at < parts.origins.length; at++) {
    const unit = units?.[at] ?? 1;
    for (let ahead = 0; ahead < parts.horizon; ahead++) {
      const place = placeOf(at, ahead);
      const values = of.map(({ valueAt }) => valueAt(at, ahead) / unit);
      if (!Number.isFinite(values[0])) continue;
      counts[place] = (counts[place] ?? 0) + 1;
      for (const [line, value] of values.entries()) {
        const sum = sums[line];
        if (sum) sum[place] = (sum[place] ?? 0) + value;
      }
    }
  }
  return of.map(({ who, name }, line) => ({
    ...{ who, name },
    values: Array.from(counts, (count, place) => finiteOrNull((sums[line]?.[place] ?? NaN) / count)),
  }));
};
