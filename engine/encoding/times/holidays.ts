import { createRequire } from 'node:module';
import type Library from 'date-holidays';
import { nearest } from '../../words/nearest.ts';
import { dayLength } from './timeStep.ts';

/** In the bundle, where the library stands in a file of its own: it is large, and read where holidays are asked for. */
declare const HOLIDAYS_MODULE: string | undefined;

/** Days without work, of one country or a part of it, by days since 1970. */
export interface HolidayCalendar {
  /** Holidays among so many days from one on. */
  readonly countFrom: (day: number, days: number) => number;
  /** Days from one to the next holiday after it, and since the last one before it; Infinity beyond `farthestDay`. */
  readonly daysToNext: (day: number) => number;
  readonly daysSinceLast: (day: number) => number;
}

/** Further away, a holiday is not felt any more. */
const farthestDay = 14;

let library: typeof Library | undefined;

const load = (): typeof Library => {
  const name = typeof HOLIDAYS_MODULE === 'string' ? HOLIDAYS_MODULE : 'date-holidays';
  if (!library) {
    const loaded = createRequire(import.meta.url)(name) as typeof Library | { readonly default: typeof Library };
    library = 'default' in loaded ? loaded.default : loaded;
  }
  return library;
};

const known = new Map<string, HolidayCalendar | undefined>();

/** The public holidays of a country by its code of ISO 3166, as DE, or of a part of it, as DE-BY; undefined for others. */
export const holidaysOf = (code: string): HolidayCalendar | undefined => {
  if (!known.has(code)) known.set(code, isCode(code) ? calendarOf(code) : undefined);
  return known.get(code);
};

const mostNamed = 5;

/** Why there are no holidays of a code, and which one may be meant. */
export const describeUnknownCode = (code: string): string => {
  const [country = '', ...parts] = code.split('-');
  const countries: Readonly<Record<string, string>> = new (load())().getCountries('en');
  const name = countries[country];
  if (name !== undefined && parts.length > 0) {
    const states = codesOfStates(country).map((state) => `${country}-${state}`);
    const known =
      states.length === 0 ? `of ${name} the whole alone is known` : `of ${name} are known ${listed(states)}`;
    return `${known}; or use ${country}`;
  }
  const like = nearest(code, Object.values(countries));
  const word = code.toLowerCase();
  const ranked = Object.entries(countries).map(([each, called]) => ({
    name: `${each} (${called})`,
    rank: rankOf(word, each, called, like),
  }));
  const highest = ranked.reduce((most, { rank }) => Math.max(most, rank), 0);
  const meant = ranked.filter(({ rank }) => rank > 0 && rank === highest).map((one) => one.name);
  return meant.length > 0 ? `near to it are ${listed(meant)}` : 'codes are those of ISO 3166, as DE, US or GB-SCT';
};

/** How near a country is to what was written: 0 for not at all. */
const rankOf = (word: string, code: string, name: string, like: string | undefined): number => {
  if (name === like) return 4;
  if (
    word.length > 2 &&
    name
      .toLowerCase()
      .split(' ')
      .some((part) => part.startsWith(word))
  )
    return 3;
  if (word.startsWith(code.toLowerCase())) return 2;
  return word.length === 2 && word.startsWith(code[0]?.toLowerCase() ?? ' ') ? 1 : 0;
};

const listed = (names: readonly string[]): string =>
  names.length > mostNamed ? `${names.slice(0, mostNamed).join(', ')}, …` : names.join(', ');

const codesOfStates = (country: string): readonly string[] => codesOf(new (load())().getStates(country, 'en'));

/** Against what is declared, a place may have no parts. */
const codesOf = (parts: object | undefined): readonly string[] => Object.keys(parts ?? {});

const isCode = (code: string): boolean => {
  const holidays = load();
  const [country = '', state, region, ...others] = code.split('-');
  if (!Object.hasOwn(new holidays().getCountries('en'), country) || others.length > 0) return false;
  if (state === undefined) return true;
  if (!codesOfStates(country).includes(state)) return false;
  return region === undefined || codesOf(new holidays().getRegions(country, state, 'en')).includes(region);
};

const calendarOf = (code: string): HolidayCalendar => {
  const holidays = new (load())(code);
  const years = new Map<number, ReadonlySet<number>>();
  const daysOf = (year: number): ReadonlySet<number> => {
    const found = years.get(year) ?? new Set(holidays.getHolidays(year).flatMap(daysOfHoliday));
    years.set(year, found);
    return found;
  };
  const isHoliday = (day: number): boolean => {
    const year = new Date(day * dayLength).getUTCFullYear();
    return Number.isFinite(year) && daysOf(year).has(day);
  };
  const distance = (day: number, direction: 1 | -1): number => {
    for (let away = 1; away <= farthestDay; away++) if (isHoliday(day + direction * away)) return away;
    return Infinity;
  };
  return {
    countFrom: (day, days) => {
      let count = 0;
      for (let ahead = 0; ahead < days; ahead++) if (isHoliday(day + ahead)) count++;
      return count;
    },
    daysToNext: (day) => distance(day, 1),
    daysSinceLast: (day) => distance(day, -1),
  };
};

/** Those without work, by the calendar of the place; half a day counts as one. */
const daysOfHoliday = ({ type, date, start, end }: ReturnType<Library['getHolidays']>[number]): number[] => {
  if (type !== 'public') return [];
  const first = Math.floor(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) / dayLength);
  const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / dayLength));
  return Array.from({ length: days }, (_, ahead) => first + ahead);
};
