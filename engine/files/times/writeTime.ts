import { type TimeFormat, countedUnits, isUtc } from './timeFormat.ts';
import { offsetOf } from './zoneClock.ts';

const minute = 60_000;
const day = 86_400_000;
/** Of a fraction of a second: a number of milliseconds since 1970 is exact to less than a microsecond, and no further. */
const mostDigits = 6;

/** A time, in milliseconds since 1970, as the file writes its own. */
export const formatTimestamp = (time: number, format: TimeFormat): string => {
  const counted = countedUnits[format.pattern];
  if (counted) return writeNumber(time, format, counted);
  const offset = format.clock && !isUtc(format) ? offsetOf(format.clock, time) : parseOffset(format.zone);
  const finest = 10 ** -Math.min(mostDigits, fractionDigits(format.pattern)) * 1000;
  const shown = Math.round((time + offset) / finest) * finest;
  const text = partsOf(format.pattern)
    .map((part) => (part.letter === undefined ? part.text : write(part.letter, part.text.length, shown, format)))
    .join('');
  const whole = format.omitsFraction && isWholeSecond(shown) ? text.replace(/[.,]0+$/, '') : text;
  return `${whole}${format.clock ? writeOffset(offset, format.zone) : format.zone}`;
};

const isWholeSecond = (shown: number): boolean => Math.abs(shown - Math.round(shown / 1000) * 1000) < 1e-4;

const writeNumber = (
  time: number,
  { pattern, decimals = 0 }: TimeFormat,
  { length, origin }: { length: number; origin: number },
): string => {
  const value = (time - origin) / length;
  // A millisecond is a part of a day that no few digits write.
  if (pattern === 'excelDays') return String(Math.round(value * 1e8) / 1e8);
  if (decimals > 0) return value.toFixed(Math.min(mostDigits, decimals));
  // As many nanoseconds are more than a number can count.
  if (pattern === 'epochNanoseconds') return `${Math.round(time * 1000)}000`;
  return String(Math.round(value));
};

interface Part {
  /** One of a date pattern, or nothing where the text stands for itself. */
  readonly letter: string | undefined;
  readonly text: string;
}

const compiled = new Map<string, readonly Part[]>();

const partsOf = (pattern: string): readonly Part[] => {
  const known = compiled.get(pattern);
  if (known) return known;
  const parts = [...pattern.matchAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+/g)].map(
    ([text, quoted, letter]): Part =>
      quoted === undefined ? { letter, text } : { letter: undefined, text: quoted.replaceAll("''", "'") || "'" },
  );
  compiled.set(pattern, parts);
  return parts;
};

/** Digits of the fraction of a second in a pattern. */
export const fractionDigits = (pattern: string): number =>
  partsOf(pattern).find(({ letter }) => letter === 'S')?.text.length ?? 0;

const write = (letter: string, width: number, shown: number, format: TimeFormat): string => {
  const date = new Date(Math.floor(shown + 1e-6));
  const pad = (value: number): string => String(value).padStart(width, '0');
  const month = date.getUTCMonth();
  const hour = date.getUTCHours();
  switch (letter) {
    case 'y':
      return width === 2 ? pad(date.getUTCFullYear() % 100) : String(date.getUTCFullYear()).padStart(4, '0');
    case 'M':
      return width >= 3 ? (format.months?.[month] ?? '') : pad(month + 1);
    case 'd':
      return pad(date.getUTCDate());
    case 'D':
      return pad(1 + Math.floor((shown - Date.UTC(date.getUTCFullYear(), 0, 1)) / day));
    case 'Q':
      return String(1 + Math.floor(month / 3));
    case 'Y':
      return String(isoWeek(shown).year).padStart(4, '0');
    case 'w':
      return pad(isoWeek(shown).week);
    case 'e':
      return String(date.getUTCDay() || 7);
    case 'H':
      return pad(hour);
    case 'h':
      return pad(hour % 12 || 12);
    case 'm':
      return pad(date.getUTCMinutes());
    case 's':
      return pad(date.getUTCSeconds());
    case 'S': {
      const milliseconds = shown - Math.floor((shown + 1e-6) / 1000) * 1000;
      const digits = Math.min(width, mostDigits);
      return String(Math.round(milliseconds * 10 ** (digits - 3)))
        .padStart(digits, '0')
        .padEnd(width, '0');
    }
    case 'a':
      return format.halves?.[hour < 12 ? 0 : 1] ?? '';
    default:
      return letter.repeat(width);
  }
};

/** Weeks of ISO 8601 begin on Monday, and belong to the year of their Thursday. */
const isoWeek = (time: number): { readonly year: number; readonly week: number } => {
  const monday = Math.floor((time / day + 3) / 7) * 7 - 3;
  const year = new Date((monday + 3) * day).getUTCFullYear();
  const first = mondayOfWeekOne(year);
  return { year, week: 1 + Math.round((monday - first) / 7) };
};

/** In days since 1970. The 4th of January is always in the first week. */
export const mondayOfWeekOne = (year: number): number => Math.floor((Date.UTC(year, 0, 4) / day + 3) / 7) * 7 - 3;

/** Milliseconds ahead of UTC, of a text such as `+01:00`, ` -0530`, `+00`, `Z` or ` UTC`. */
export const parseOffset = (zone: string): number => {
  const match = /([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (!match) return 0;
  const [, sign, hours, minutes = '0'] = match;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * minute;
};

/** As another offset is written; UTC by a letter or a word stays so. */
const writeOffset = (offset: number, like: string): string => {
  const match = /^( ?)[+-]\d{2}(:?)(\d{2})?$/.exec(like);
  if (!match) return like;
  const [, blank = '', colon = '', minutes] = match;
  const size = Math.abs(Math.round(offset / minute));
  const two = (value: number): string => String(value).padStart(2, '0');
  const rest = size % 60;
  const tail = minutes === undefined && rest === 0 ? '' : `${colon}${two(rest)}`;
  return `${blank}${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${tail}`;
};
