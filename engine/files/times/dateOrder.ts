import type { Place } from '../../errors.ts';
import { dateOf } from './plainTimes.ts';

export const dateOrders = ['dayFirst', 'monthFirst', 'yearFirst'] as const;
/** What comes first in dates such as `01/02/03`. */
export type DateOrder = (typeof dateOrders)[number];

/** In words, as the file writes them. */
export const orderWords: Readonly<Record<DateOrder, string>> = {
  dayFirst: 'day/month/year',
  monthFirst: 'month/day/year',
  yearFirst: 'year/month/day',
};

/** The three numbers of a date in the order in which they are written, and the time of day in milliseconds. */
export interface OrderedDate {
  readonly numbers: readonly [number, number, number];
  /** Whether the last has four digits, and is the year. */
  readonly isYearLast: boolean;
  readonly clock: number;
}

/** Milliseconds since 1970 of a date, its numbers in this order, or NaN. */
export const dateIn = (order: DateOrder, { numbers: [a, b, c], isYearLast, clock }: OrderedDate): number => {
  if (order === 'yearFirst') return isYearLast ? NaN : dateOf(fullYear(a), b, c) + clock;
  const year = isYearLast ? c : fullYear(c);
  return (order === 'dayFirst' ? dateOf(year, b, a) : dateOf(year, a, b)) + clock;
};

/** As POSIX has it: 69 to 99 are of the last century. */
export const fullYear = (year: number): number => (year < 69 ? 2000 + year : 1900 + year);

interface Track {
  readonly order: DateOrder;
  /** Dates that are none in this order, and the first of them. */
  impossible: number;
  firstImpossible: string;
  place: Place | undefined;
  last: number;
  isAscending: boolean;
  isDescending: boolean;
  least: number;
  most: number;
}

/** How much less even the steps must be in one order for the other to be the one that is meant. */
const evener = 3;

/** What all dates of a column say of their order. */
export class DateOrders {
  readonly tracks: readonly Track[] = dateOrders.map((order) => ({
    ...{ order, impossible: 0, firstImpossible: '', place: undefined, last: NaN },
    ...{ isAscending: true, isDescending: true, least: Infinity, most: 0 },
  }));

  /** Returns whether the date is the first that cannot be in one of the orders. */
  add(date: OrderedDate, text: string): boolean {
    let isFirst = false;
    for (const track of this.tracks) {
      const time = dateIn(track.order, date);
      if (Number.isNaN(time)) {
        if (track.impossible++ === 0) {
          track.firstImpossible = text;
          isFirst = true;
        }
        continue;
      }
      const step = time - track.last;
      if (step < 0) track.isAscending = false;
      if (step > 0) track.isDescending = false;
      const size = Math.abs(step);
      if (size > 0 && size < track.least) track.least = size;
      if (size > track.most) track.most = size;
      track.last = time;
    }
    return isFirst;
  }

  /** The orders in which all dates can be, and of those where they come one after another, the ones that are as even. */
  possible(): readonly DateOrder[] {
    const whole = this.tracks.filter(({ impossible }) => impossible === 0);
    if (whole.length <= 1) return whole.map(({ order }) => order);
    const sorted = whole.filter(({ isAscending, isDescending }) => isAscending || isDescending);
    const left = sorted.length > 0 ? sorted : whole;
    const unevenness = ({ least, most }: Track): number => (most > 0 ? most / least : 1);
    const evenest = Math.min(...left.map(unevenness));
    return left.filter((track) => unevenness(track) < evenest * evener).map(({ order }) => order);
  }

  /** The order in which most dates can be. */
  likeliest(): DateOrder {
    const [first] = this.possible();
    if (first) return first;
    return [...this.tracks].sort((a, b) => a.impossible - b.impossible)[0]?.order ?? 'dayFirst';
  }
}
