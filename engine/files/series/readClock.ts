import type { TimestampColumn } from '../columns/column.ts';
import { type Numbers, NumbersWriter } from '../columns/numbers.ts';
import { TableStorage } from '../tableStorage.ts';
import { type Clock, type TimeFormat, isUtc } from '../times/timeFormat.ts';
import { type ZoneClock, clockOf, findZone } from '../times/zoneClock.ts';

const hour = 3_600_000;
/** Clocks are changed in the first hours of a day. */
const latestChange = 5 * hour;
const mostChanges = 200;

/** A column whose times are instants, and what is to be said of its clock. */
export interface ReadClock {
  readonly column: TimestampColumn;
  readonly told: readonly string[];
}

/**
 * The times of a column in the order of its rows as instants, where its clock is put back and forth: by `timeZone`, or
 * else by the first zone that changes its clock where the rows do.
 */
export const readClock = (column: TimestampColumn, timeZone: string | undefined): ReadClock => {
  const { format } = column;
  if (isUtc(format)) return ofUtc(column, timeZone);
  if (format.clock || /[+-]/.test(format.zone)) return { column: withZone(column, timeZone), told: [] };
  // Days have no clock.
  if (!hasHours(format)) return { column, told: [] };
  if (timeZone !== undefined) return { column: inZone(column, timeZone), told: [] };
  const changes = findChanges(column.values);
  if (!changes) return { column, told: [] };
  const found = findZone((clock) => fits(clock, changes));
  if (found === undefined) return { column, told: [] };
  return {
    column: inZone(column, found),
    told: [`The clock of column ${column.name} is changed as in ${found}; data.timeZone names another time zone.`],
  };
};

const hasHours = ({ pattern }: TimeFormat): boolean => /[Hh]/.test(pattern.replace(/'[^']*'/g, ''));

/**
 * UTC is never put back, but days and months of a place that are written in it begin an hour earlier in summer, as those do
 * that JavaScript writes: the place's clock says how they follow each other.
 */
const ofUtc = (column: TimestampColumn, timeZone: string | undefined): ReadClock => {
  if (timeZone !== undefined) return { column: shownIn(column, timeZone), told: [] };
  const found = hasHours(column.format) ? zoneOfMidnights(column.values) : undefined;
  if (found === undefined) return { column, told: [] };
  return {
    column: shownIn(column, found),
    told: [
      `The times of column ${column.name} are where a day begins in ${found}; data.timeZone names another time zone.`,
    ],
  };
};

/** Days that are looked at for where a day begins. */
const mostMidnights = 400;

/** The first zone in which all times are where a day begins, though in UTC they are at different times of day. */
const zoneOfMidnights = (values: Numbers): string | undefined => {
  const some = values.read(0, Math.min(values.length, mostMidnights)).filter((time) => !Number.isNaN(time));
  const inUtc = new Set(some.map(timeOfDay));
  if (inUtc.size !== 2 || !(usualStep(values) >= 20 * hour)) return undefined;
  return findZone((clock) => some.every((time) => timeOfDay(time + clock.offsetAt(time)) === 0));
};

const timeOfDay = (time: number): number => time - Math.floor(time / (24 * hour)) * 24 * hour;

/** Instants stay as they are, beside what the clock of a zone shows. */
const shownIn = (column: TimestampColumn, timeZone: string): TimestampColumn => {
  const clock = clockOf(timeZone);
  const writer = new NumbersWriter(new TableStorage());
  for (const page of column.values.pagesOf(column.values.length))
    for (const time of page) writer.push(Number.isNaN(time) ? NaN : time + clock.offsetAt(time));
  return { ...column, format: { ...column.format, clock: { timeZone } }, shown: writer.finish() };
};

/** Times with their distance from UTC: how far the next ones are from it. */
const withZone = (column: TimestampColumn, timeZone: string | undefined): TimestampColumn => {
  const { format } = column;
  const zone = timeZone ?? (format.clock && zoneOf(format.clock));
  return zone === undefined ? column : { ...column, format: { ...format, clock: { timeZone: zone } } };
};

const zoneOf = (clock: Clock): string | undefined => {
  if ('timeZone' in clock) return clock.timeZone;
  const { offsets } = clock;
  return findZone((zone) => offsets.every(([instant, minutes]) => zone.offsetAt(instant) === minutes * 60_000));
};

/** The clock's times as instants: of a time that comes twice the first, unless that was before the row above. */
const inZone = (column: TimestampColumn, timeZone: string): TimestampColumn => {
  const clock = clockOf(timeZone);
  const writer = new NumbersWriter(new TableStorage());
  let last = -Infinity;
  for (const page of column.values.pagesOf(column.values.length)) {
    for (const shown of page) {
      const instants = Number.isNaN(shown) ? [NaN] : clock.instantsOf(shown);
      // A time that the clock leaves out is one that was not put forward yet.
      const [first = shown - clock.offsetAt(shown - 24 * hour), second] = instants;
      const instant = second !== undefined && first <= last ? second : first;
      writer.push(instant);
      if (!Number.isNaN(instant)) last = instant;
    }
  }
  const { min, max } = writer;
  const format = { ...column.format, clock: { timeZone } };
  return { ...column, values: writer.finish(), min, max, format, shown: column.values };
};

/** What a clock shows when it is put back, and what it never shows when it is put forward. */
interface Changes {
  readonly twice: readonly number[];
  readonly never: readonly number[];
}

const fits = (clock: ZoneClock, { twice, never }: Changes): boolean =>
  twice.every((shown) => clock.instantsOf(shown).length === 2) &&
  never.every((shown) => clock.instantsOf(shown).length === 0);

/** Undefined where there are none, or rows go back in time for other reasons. */
const findChanges = (values: Numbers): Changes | undefined => {
  const twice: number[] = [];
  const never: number[] = [];
  const first = usualStep(values);
  if (!(first > 0) || first > 2 * hour) return undefined;
  let last = NaN;
  for (const page of values.pagesOf(values.length)) {
    for (let at = firstOther(page, 0, last, first); at < page.length; at = firstOther(page, at + 1, last, first)) {
      const shown = page[at] ?? NaN;
      const before = at > 0 ? (page[at - 1] ?? NaN) : last;
      const step = shown - before;
      const isEarly = shown - Math.floor(shown / (24 * hour)) * 24 * hour < latestChange;
      if (step <= 0) {
        // Anything else is a row in a wrong place, or one that stands there twice.
        if (!isEarly || Math.abs(step - first + hour) > first / 50) return undefined;
        twice.push(shown);
      } else if (isEarly && Math.abs(step - first - hour) <= first / 50) never.push(before + first);
      if (twice.length + never.length > mostChanges) return undefined;
    }
    last = page.at(-1) ?? last;
  }
  // Where hours are missing for other reasons too, those that come twice are enough to tell.
  if (twice.length > 0) return { twice, never: [] };
  return never.length > 0 ? { twice, never } : undefined;
};

/**
 * The first time, from `from` on, that does not follow the one above by the usual step; `before` is above the page.
 * A function of its own: within the loop over the pages, it is compiled to slower code.
 */
const firstOther = (times: Float64Array, from: number, before: number, usual: number): number => {
  const slack = usual / 50;
  let last = from > 0 ? (times[from - 1] ?? NaN) : before;
  for (let row = from; row < times.length; row++) {
    const time = times[row] ?? NaN;
    if (!(Math.abs(time - last - usual) <= slack)) return row;
    last = time;
  }
  return times.length;
};

const usualStep = (values: Numbers): number => {
  const some = values.read(0, Math.min(values.length, 1000));
  const steps = some.subarray(1).map((value, index) => value - (some[index] ?? NaN));
  steps.sort();
  return steps[Math.floor(steps.length / 2)] ?? NaN;
};
