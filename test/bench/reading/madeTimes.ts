import type { Random } from '../../../engine/compute/random.ts';
import type { MadeColumn } from './madeTables.ts';
import { pick } from './pick.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** By its place among the rows, the time of a row. */
type Course = (at: number) => number;

interface Form {
  readonly trait: string;
  readonly write: (time: Date) => string;
  /** In which its times come, so that it shows all of them. */
  readonly steps: readonly ('month' | 'quarter' | 'year' | number)[];
  /** What a column must be called where its cells alone do not tell that they are times. */
  readonly names?: readonly string[];
}

const two = (value: number): string => String(value).padStart(2, '0');
const months = 'January February March April May June July August September October November December'.split(' ');
const german = 'Januar Februar M\u00e4rz April Mai Juni Juli August September Oktober November Dezember'.split(' ');
const french =
  'janvier f\u00e9vrier mars avril mai juin juillet ao\u00fbt septembre octobre novembre d\u00e9cembre'.split(' ');

const y = (time: Date): number => time.getUTCFullYear();
const m = (time: Date): string => two(time.getUTCMonth() + 1);
const d = (time: Date): string => two(time.getUTCDate());
const monthIn = (names: readonly string[], time: Date): string => names[time.getUTCMonth()] ?? '';
const iso = (time: Date): string => `${y(time)}-${m(time)}-${d(time)}`;
const minutesOf = (time: Date): string => `${two(time.getUTCHours())}:${two(time.getUTCMinutes())}`;
const clock = (time: Date): string => `${minutesOf(time)}:${two(time.getUTCSeconds())}`;
const half = (time: Date): string => {
  const shown = time.getUTCHours() % 12 || 12;
  return `${shown}:${two(time.getUTCMinutes())} ${time.getUTCHours() < 12 ? 'AM' : 'PM'}`;
};
const weekOf = (time: Date): string => {
  const thursday = new Date(time.getTime() + (3 - ((time.getUTCDay() + 6) % 7)) * day);
  return `${y(thursday)}-W${two(1 + Math.floor((thursday.getTime() - Date.UTC(y(thursday), 0, 1)) / (7 * day)))}`;
};

const days = [day, day, day, 7 * day, 3 * day] as const;
const clocked = [minute, 15 * minute, hour, hour, 6 * hour, day] as const;

const forms: readonly Form[] = [
  { trait: '2024-05-17', write: iso, steps: [...days, 'month'] },
  { trait: '2024-05-17 08:30', write: (time) => `${iso(time)} ${minutesOf(time)}`, steps: clocked },
  { trait: '2024-05-17 08:30:00', write: (time) => `${iso(time)} ${clock(time)}`, steps: clocked },
  { trait: '2024-05-17T08:30:00', write: (time) => `${iso(time)}T${clock(time)}`, steps: clocked },
  { trait: '2024-05-17T08:30:00Z', write: (time) => `${iso(time)}T${clock(time)}Z`, steps: clocked },
  { trait: '2024-05-17T08:30:00.000Z', write: (time) => time.toISOString(), steps: [10, 250, 1000, minute] },
  {
    trait: '2024-05-17T08:30:00+02:00',
    write: (time) => {
      const shown = new Date(time.getTime() + 2 * hour);
      return `${iso(shown)}T${clock(shown)}+02:00`;
    },
    steps: clocked,
  },
  { trait: '2024/05/17', write: (time) => iso(time).replaceAll('-', '/'), steps: days },
  { trait: '17/05/2024', write: (time) => `${d(time)}/${m(time)}/${y(time)}`, steps: days },
  { trait: '05/17/2024', write: (time) => `${m(time)}/${d(time)}/${y(time)}`, steps: days },
  { trait: '17.05.2024', write: (time) => `${d(time)}.${m(time)}.${y(time)}`, steps: days },
  { trait: '17.5.2024', write: (time) => `${Number(d(time))}.${Number(m(time))}.${y(time)}`, steps: days },
  { trait: '17.05.2024 08:30', write: (time) => `${d(time)}.${m(time)}.${y(time)} ${minutesOf(time)}`, steps: clocked },
  {
    trait: '5/17/2024 8:30 AM',
    write: (time) => `${Number(m(time))}/${Number(d(time))}/${y(time)} ${half(time)}`,
    steps: [hour, 6 * hour],
  },
  { trait: '17-May-2024', write: (time) => `${d(time)}-${monthIn(months, time).slice(0, 3)}-${y(time)}`, steps: days },
  { trait: '17 May 2024', write: (time) => `${Number(d(time))} ${monthIn(months, time)} ${y(time)}`, steps: days },
  { trait: 'May 17, 2024', write: (time) => `${monthIn(months, time)} ${Number(d(time))}, ${y(time)}`, steps: days },
  { trait: '17. Mai 2024', write: (time) => `${Number(d(time))}. ${monthIn(german, time)} ${y(time)}`, steps: days },
  { trait: '17 mai 2024', write: (time) => `${Number(d(time))} ${monthIn(french, time)} ${y(time)}`, steps: days },
  { trait: '2024-05', write: (time) => `${y(time)}-${m(time)}`, steps: ['month'] },
  { trait: 'May 2024', write: (time) => `${monthIn(months, time).slice(0, 3)} ${y(time)}`, steps: ['month'] },
  { trait: '2024-Q2', write: (time) => `${y(time)}-Q${1 + Math.floor(time.getUTCMonth() / 3)}`, steps: ['quarter'] },
  { trait: '2024-W20', write: weekOf, steps: [7 * day] },
  { trait: '20240517', write: (time) => iso(time).replaceAll('-', ''), steps: [day], names: ['date', 'day', 'Datum'] },
  { trait: '2024', write: (time) => String(y(time)), steps: ['year'], names: ['year', 'Year', 'Jahr'] },
  {
    trait: 'seconds since 1970',
    write: (time) => String(time.getTime() / 1000),
    steps: clocked,
    names: ['time', 'timestamp', 'epoch'],
  },
  {
    trait: 'milliseconds since 1970',
    write: (time) => String(time.getTime()),
    steps: clocked,
    names: ['time', 'timestamp', 'ts'],
  },
];

/** The forms that most files have are half of all. */
const weighted = [...forms, ...forms.slice(0, 5), ...forms.slice(0, 5), ...forms.slice(8, 11), ...forms.slice(8, 11)];

const courseOf = (random: Random, { steps, trait }: Form): Course => {
  const step = pick(random, steps);
  const year = trait === '2024' ? 1900 + random.integer(60) : 1995 + random.integer(28);
  if (typeof step === 'string') {
    const width = { month: 1, quarter: 3, year: 12 }[step];
    return (at) => Date.UTC(year, width * at, 1);
  }
  // Weeks are named by their Mondays.
  const offset = step % (7 * day) === 0 ? 4 * day : 0;
  const start = Math.floor(Date.UTC(year, random.integer(12), 1 + random.integer(28)) / (7 * day)) * 7 * day + offset;
  return (at) => start + at * step;
};

/** A column of times in one form, evenly one after another; now and then the newest is first. */
export const makeTimes = (random: Random, name: string, rows: number): MadeColumn => {
  const form = pick(random, weighted);
  const course = courseOf(random, form);
  const isReversed = form.names === undefined && random.next() < 0.1;
  const values = Array.from({ length: rows }, (_, at) => course(isReversed ? rows - 1 - at : at));
  return {
    name: form.names ? pick(random, form.names) : name,
    kind: 'time',
    cells: values.map((time) => form.write(new Date(time))),
    values,
    traits: [form.trait],
    ...(form.names && { needsName: true }),
  };
};
