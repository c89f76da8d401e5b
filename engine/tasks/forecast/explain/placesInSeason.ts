import { dayLength, weekLength, yearLength } from '../../../encoding/times/timeStep.ts';
import type { ForecastCodec } from '../forecastCodec.ts';

/** Where rows stand in the season. */
export interface PlacesInSeason {
  readonly kind: 'hour' | 'weekday' | 'month' | 'place';
  /** What each place is, see `LearnedSeason`. */
  readonly x: readonly number[];
  /** From 0; NaN where it is not known. */
  placeOf(row: number): number;
}

/** Of a longer season, neighbouring places are one. */
const mostPlaces = 168;
const hour = dayLength / 24;
/** 1970 began on a Thursday. */
const firstMonday = 4 * dayLength;

/**
 * By the clock where the season is a day, a week or the months of a year, so that series that begin at other times stand
 * alike; else by the number of rows since the beginning of the series. Undefined without a season.
 * @param startOf the first row of the series that a row is of
 */
export const placesInSeason = (
  { season, step = 0 }: Pick<ForecastCodec, 'season' | 'step'>,
  timeAt: ((row: number) => number) | undefined,
  startOf: (row: number) => number,
): PlacesInSeason | undefined => {
  if (season < 2) return undefined;
  if (timeAt && isAbout(season * step, dayLength)) return byClock('hour', season, dayLength, 0, timeAt);
  if (timeAt && isAbout(season * step, weekLength)) return byClock('weekday', season, weekLength, firstMonday, timeAt);
  if (timeAt && isAbout(season * step, yearLength)) return byYear(season, timeAt);
  const width = Math.ceil(season / mostPlaces);
  return {
    kind: 'place',
    x: Array.from({ length: Math.ceil(season / width) }, (_, place) => place * width + 1),
    placeOf: (row) => Math.floor(((row - startOf(row)) % season) / width),
  };
};

const byClock = (
  kind: 'hour' | 'weekday',
  season: number,
  length: number,
  begin: number,
  timeAt: (row: number) => number,
): PlacesInSeason => {
  const width = Math.ceil(season / mostPlaces);
  const places = Math.ceil(season / width);
  const unit = kind === 'hour' ? hour : dayLength;
  return {
    kind,
    x: Array.from({ length: places }, (_, place) => (place * width * length) / season / unit),
    placeOf: (row) => {
      const phase = (((timeAt(row) - begin) % length) + length) % length;
      return Math.floor((Math.round((phase / length) * season) % season) / width);
    },
  };
};

/** As the year goes, whose months and which itself are not equally long. */
const byYear = (season: number, timeAt: (row: number) => number): PlacesInSeason => {
  const width = Math.ceil(season / mostPlaces);
  return {
    kind: 'month',
    x: Array.from({ length: Math.ceil(season / width) }, (_, place) => (place * width * 12) / season),
    placeOf: (row) => {
      const date = new Date(timeAt(row));
      const year = date.getUTCFullYear();
      const days = (Date.UTC(year, date.getUTCMonth() + 1) - Date.UTC(year, date.getUTCMonth())) / dayLength;
      const inMonths =
        date.getUTCMonth() + (date.getUTCDate() - 1) / days + (date.getTime() % dayLength) / dayLength / days;
      // Less than a part in 10^9 below a whole place is rounding.
      return Math.floor(Math.floor((inMonths / 12) * season + 1e-9) / width);
    },
  };
};

/** Twelve months of thirty days, and fifty-two weeks, are years. */
const isAbout = (value: number, length: number): boolean => Math.abs(value - length) < length / 50;
