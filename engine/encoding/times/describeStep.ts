import { type TimeStep, dayLength, weekLength } from './timeStep.ts';

const units = [
  { length: weekLength, name: 'week' },
  { length: dayLength, name: 'day' },
  { length: dayLength / 24, name: 'hour' },
  { length: dayLength / 1440, name: 'minute' },
  { length: 1000, name: 'second' },
  { length: 1, name: 'millisecond' },
  { length: 0.001, name: 'microsecond' },
] as const;

const smallNumbers = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
const weekdayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const ordinals = ['', 'first', 'second', 'third', 'fourth', 'last'];

/** How rows follow each other, in words: `every business day`, `seven hours a day, Monday to Friday`. */
export const describeStep = (step: TimeStep): string => {
  const { length, months, weekdays, dayTimes } = step;
  if (months > 0) return `${monthsInWords(months)}${monthDayInWords(step)}`;
  const isWhole = weekdays.length === 7;
  const days = isWhole ? '' : `, ${weekdaysInWords(weekdays)}`;
  if (dayTimes.length > 0) return `${dayTimesInWords(step)}${days}`;
  if (!isWhole && isMultiple(length, dayLength)) {
    return isBusinessWeek(weekdays) ? 'every business day' : `every day${days}`;
  }
  return `${every(length)}${days}`;
};

const monthsInWords = (months: number): string => {
  if (months % 12 === 0) return months === 12 ? 'every year' : `every ${numberInWords(months / 12)} years`;
  if (months === 3) return 'every quarter';
  return months === 1 ? 'every month' : `every ${numberInWords(months)} months`;
};

const monthDayInWords = ({ months, monthDay }: TimeStep): string => {
  if (months % 12 === 0) return '';
  switch (monthDay.kind) {
    case 'day':
      if (monthDay.day === 1) return '';
      return monthDay.day === 31 ? ', on its last day' : `, on day ${monthDay.day}`;
    case 'lastBusinessDay':
      return ', on its last business day';
    case 'firstBusinessDay':
      return ', on its first business day';
    case 'weekday':
      return `, on its ${ordinals[monthDay.nth] ?? ''} ${weekdayNames[monthDay.weekday] ?? ''}`;
  }
};

const dayTimesInWords = ({ length, dayTimes }: TimeStep): string => {
  const [from = 0] = dayTimes;
  const to = dayTimes.at(-1) ?? 0;
  const count = numberInWords(dayTimes.length);
  const isEven = Math.abs(to - from - length * (dayTimes.length - 1)) < length / 2;
  const isHourly = Math.abs(length - dayLength / 24) < 1;
  if (isEven && isHourly) return `${count} hours a day (${clock(from)} to ${clock(to)})`;
  if (dayTimes.length <= 4) return `${count} times a day (${dayTimes.map(clock).join(', ')})`;
  return isEven ? `${every(length)} from ${clock(from)} to ${clock(to)}` : `${count} times a day`;
};

const weekdaysInWords = (weekdays: readonly number[]): string => {
  const isPresent = (weekday: number): boolean => weekdays.includes(weekday % 7);
  // The days follow each other round the week where one of them alone has none before it.
  const begins = weekdays.filter((weekday) => !isPresent(weekday + 6));
  const [begin = 0] = begins;
  if (begins.length === 1 && weekdays.length > 2) {
    return `${weekdayNames[begin] ?? ''} to ${weekdayNames[(begin + weekdays.length - 1) % 7] ?? ''}`;
  }
  return weekdays.map((weekday) => weekdayNames[weekday] ?? '').join(', ');
};

const isBusinessWeek = (weekdays: readonly number[]): boolean => weekdays.join('') === '12345';

const every = (length: number): string => {
  const unit = units.find((candidate) => isMultiple(length, candidate.length));
  if (!unit) return `every ${Number(length.toPrecision(4))} milliseconds`;
  const count = Math.round(length / unit.length);
  return count === 1 ? `every ${unit.name}` : `every ${numberInWords(count)} ${unit.name}s`;
};

const isMultiple = (length: number, of: number): boolean => {
  const times = length / of;
  return (
    Math.round(times) >= 1 && Math.abs(times - Math.round(times)) < 1e-6 * Math.max(1, times) + 1e-3 * Number(of < 1)
  );
};

const numberInWords = (count: number): string => smallNumbers[count] ?? count.toLocaleString('en');

const clock = (time: number): string => {
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(time / 60_000);
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
};
