/** How a file writes its timestamps: enough to write the next ones alike. Plain JSON. */
export interface TimeFormat {
  readonly fields: 'year' | 'month' | 'day' | 'minute' | 'second' | 'fraction' | 'epochSeconds' | 'epochMilliseconds';
  /** Between year, month and day; empty for yyyymmdd. */
  readonly separator: string;
  /** Between date and time of day. */
  readonly between: string;
  /** As written: `Z`, `+01:00` or nothing. */
  readonly zone: string;
  /** Whether months and days are written with two digits. */
  readonly padded: boolean;
  /** Whether the day comes first and the year last. */
  readonly dayFirst?: boolean;
}

const pattern =
  /^(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2})(?:([T ])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?)?$/;
/** With points, the day is first wherever the year is last. */
const dayFirstPattern = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?=$|[T ])/;

/** A date with its year last, turned to have it first. */
const yearFirst = (text: string): string => text.replace(dayFirstPattern, '$3.$2.$1');

/**
 * Milliseconds since 1970 of an ISO 8601 date or date-time (`2024-05`, `2024/05/17`, `2024-05-17 08:30:00+02:00`) or one
 * of the form `17.05.2024 08:30`, or NaN. Without a zone it counts as UTC: series are about the distance between their timestamps.
 */
export const parseTimestamp = (text: string): number => {
  const plain = parsePlain(text);
  if (!Number.isNaN(plain)) return plain;
  const match = pattern.exec(yearFirst(text.trim()));
  if (!match) return NaN;
  const [, year, , month, day = '1', , hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  const date = dateOf(Number(year), Number(month), Number(day));
  if (Number.isNaN(date) || Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) return NaN;
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second) + Number(`0.${fraction}0`);
  return date + seconds * 1000 - zoneOffset(zone);
};

/** The usual `yyyy-mm-dd` and `yyyy-mm-ddThh:mm:ss` ten times as fast as the pattern; NaN for all else. */
const parsePlain = (text: string): number => {
  const { length } = text;
  if ((length !== 10 && length !== 19) || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return NaN;
  const date = dateOf(twoDigits(text, 0) * 100 + twoDigits(text, 2), twoDigits(text, 5), twoDigits(text, 8));
  if (length === 10) return date;
  const between = text.charCodeAt(10);
  if ((between !== 84 && between !== 32) || text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return NaN;
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  return hour <= 23 && minute <= 59 && second <= 59 ? date + ((hour * 60 + minute) * 60 + second) * 1000 : NaN;
};

const twoDigits = (text: string, at: number): number => {
  const tens = text.charCodeAt(at) - 48;
  const units = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && units >= 0 && units <= 9 ? tens * 10 + units : NaN;
};

/** Milliseconds of a date written as the number yyyymmdd, or NaN. */
export const parseCompactDate = (value: number): number =>
  Number.isInteger(value) && value >= 10000101 && value <= 99991231
    ? dateOf(Math.floor(value / 10000), Math.floor(value / 100) % 100, value % 100)
    : NaN;

/** Milliseconds of a year written as a number, or NaN. */
export const parseYear = (value: number): number =>
  Number.isInteger(value) && value >= 1000 && value <= 2999 ? dateOf(value, 1, 1) : NaN;

/** The years 2001 to 2099, about: later and earlier counts are rather amounts. */
const epochRange = { from: 1e9, to: 4.1e9 };

/** Milliseconds of a time written as seconds since 1970, or NaN. */
export const parseEpochSeconds = (value: number): number =>
  Number.isInteger(value) && value >= epochRange.from && value <= epochRange.to ? value * 1000 : NaN;

/** Milliseconds of a time written as milliseconds since 1970, or NaN. */
export const parseEpochMilliseconds = (value: number): number =>
  Number.isInteger(value) && value >= epochRange.from * 1000 && value <= epochRange.to * 1000 ? value : NaN;

/** The date asked for last: rows of a day follow each other. */
const latest = { year: NaN, month: NaN, day: NaN, time: NaN };

const dateOf = (year: number, month: number, day: number): number => {
  if (day === latest.day && month === latest.month && year === latest.year) return latest.time;
  const isDate = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  latest.year = year;
  latest.month = month;
  latest.day = day;
  latest.time = isDate ? Date.UTC(year, month - 1, day) : NaN;
  return latest.time;
};

const daysInMonth = (year: number, month: number): number => {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

const zoneOffset = (zone: string): number => {
  if (zone === 'Z' || zone === '') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
};

/** The format of a text that `parseTimestamp` understands. */
export const timeFormatOf = (text: string): TimeFormat => {
  const trimmed = text.trim();
  const dayFirst = dayFirstPattern.test(trimmed);
  const match = pattern.exec(yearFirst(trimmed));
  const [, , separator = '-', month = '', day, between = '', , minute, second, fraction, zone = ''] = match ?? [];
  const fields =
    fraction !== undefined
      ? 'fraction'
      : second !== undefined
        ? 'second'
        : minute !== undefined
          ? 'minute'
          : day !== undefined
            ? 'day'
            : 'month';
  const padded = month.length === 2 && (day === undefined || day.length === 2);
  return { fields, separator, between, zone, padded, ...(dayFirst && { dayFirst }) };
};

export const compactFormat: TimeFormat = { fields: 'day', separator: '', between: '', zone: '', padded: true };
export const yearFormat: TimeFormat = { fields: 'year', separator: '', between: '', zone: '', padded: true };
export const epochSecondsFormat: TimeFormat = { ...yearFormat, fields: 'epochSeconds' };
export const epochMillisecondsFormat: TimeFormat = { ...yearFormat, fields: 'epochMilliseconds' };

export const formatTimestamp = (time: number, format: TimeFormat): string => {
  if (format.fields === 'epochSeconds') return String(Math.round(time / 1000));
  if (format.fields === 'epochMilliseconds') return String(Math.round(time));
  const date = new Date(time + zoneOffset(format.zone));
  const pad = (value: number): string => String(value).padStart(format.padded ? 2 : 1, '0');
  const two = (value: number): string => String(value).padStart(2, '0');
  const year = String(date.getUTCFullYear()).padStart(4, '0');
  if (format.fields === 'year') return year;
  const month = `${year}${format.separator}${pad(date.getUTCMonth() + 1)}`;
  if (format.fields === 'month') return month;
  const { separator } = format;
  const day = format.dayFirst
    ? [pad(date.getUTCDate()), pad(date.getUTCMonth() + 1), year].join(separator)
    : `${month}${separator}${pad(date.getUTCDate())}`;
  if (format.fields === 'day') return day;
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  const seconds = format.fields === 'minute' ? '' : `:${two(date.getUTCSeconds())}`;
  const fraction = format.fields === 'fraction' ? `.${String(date.getUTCMilliseconds()).padStart(3, '0')}` : '';
  return `${day}${format.between}${clock}${seconds}${fraction}${format.zone}`;
};
