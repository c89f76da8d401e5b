import type { TimestampColumn } from '../columns/column.ts';
import { type Numbers, NumbersWriter } from '../columns/numbers.ts';
import { TableStorage } from '../tableStorage.ts';
import type { Clock } from '../times/timeFormat.ts';
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
  if (format.clock || /[+-]/.test(format.zone)) return { column: withZone(column, timeZone), told: [] };
  // Days have no clock, and UTC is never put back.
  if (format.zone !== '' || !/[Hh]/.test(format.pattern.replace(/'[^']*'/g, ''))) return { column, told: [] };
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
