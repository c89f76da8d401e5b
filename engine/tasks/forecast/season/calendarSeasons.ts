import { type TimeStep, dayLength, weekLength } from '../../../encoding/times/timeStep.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const weeksInYear = 365.2425 / 7;

/** The seasons that rows which follow each other by this step may have, shortest first. */
export const calendarSeasons = ({ length, months, weekdays, dayTimes }: TimeStep): number[] => {
  if (months > 0) return 12 % months === 0 && months < 12 ? [12 / months] : [];
  const days = weekdays.length;
  if (dayTimes.length > 0) return distinct([dayTimes.length, dayTimes.length * days]);
  const near = (wanted: number): boolean => Math.abs(length - wanted) < wanted * 0.02;
  if (near(weekLength)) return [52];
  if (near(dayLength)) return [days, days === 7 ? 365 : Math.round(days * weeksInYear)];
  if (length > dayLength) return [];
  const longer = [second, minute, hour, dayLength].filter((period) => period >= 2 * length);
  const [first = dayLength, next] = longer;
  const periods = first >= dayLength ? [dayLength] : next === undefined ? [first] : [first, next];
  const rows = periods.map((period) => period / length);
  const perDay = dayLength / length;
  const all = length >= minute ? [...rows.filter((count) => count <= perDay), perDay, perDay * days] : rows;
  // A step that is no part of a period has no whole rows in it.
  return distinct(all.filter((count) => Math.abs(count - Math.round(count)) < 0.02).map(Math.round));
};

const distinct = (numbers: readonly number[]): number[] =>
  [...new Set(numbers)].filter((count) => count > 1).sort((a, b) => a - b);
