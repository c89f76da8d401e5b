import type { TimestampColumn } from '../../files/columns/column.ts';
import { type TimeFormat, countedUnits } from '../../files/times/timeFormat.ts';
import { fractionDigits } from '../../files/times/writeTime.ts';
import { clockOf } from '../../files/times/zoneClock.ts';
import { type TimeStep, continueTimes, dayLength, findTimeStep } from './timeStep.ts';

/** How the times of a series follow each other, and which come next. */
export interface Timeline {
  readonly step: TimeStep;
  /** The `count` instants after the one given, milliseconds since 1970. */
  readonly after: (last: number, count: number) => number[];
}

/** Of the first `count` rows of a column; undefined for fewer than two. */
export const timelineOf = (column: TimestampColumn, count = column.values.length): Timeline | undefined => {
  const finest = finestOf(column.format);
  const { clock } = column.format;
  const shown = column.shown && findTimeStep(column.shown, count, finest);
  if (shown && clock && 'timeZone' in clock && isByClock(shown)) {
    const zone = clockOf(clock.timeZone);
    const toInstant = (time: number): number => zone.instantsOf(time)[0] ?? time - zone.offsetAt(time - dayLength);
    const after: Timeline['after'] = (last, steps) =>
      continueTimes(last + zone.offsetAt(last), shown, steps).map(toInstant);
    return { step: shown, after };
  }
  const step = findTimeStep(column.values, count, finest);
  return step && { step, after: (last, steps) => continueTimes(last, step, steps) };
};

/** Hours go on when the clock is changed; days, and hours of the day, go by it. */
const isByClock = ({ length, months, weekdays, dayTimes }: TimeStep): boolean =>
  months > 0 || length >= dayLength || weekdays.length < 7 || dayTimes.length > 0;

const finestOf = ({ pattern, decimals = 0 }: TimeFormat): number => {
  const counted = countedUnits[pattern];
  return counted ? counted.length * 10 ** -decimals : 10 ** (3 - fractionDigits(pattern));
};
