/** The usual `yyyy-mm-dd` and `yyyy-mm-ddThh:mm:ss` ten times as fast as a pattern, in milliseconds; NaN for all else. */
export const parsePlain = (text: string): number => {
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

/** The date asked for last: rows of a day follow each other. */
const latest = { year: NaN, month: NaN, day: NaN, time: NaN };

/** Milliseconds since 1970 of a date of the calendar, or NaN. */
export const dateOf = (year: number, month: number, day: number): number => {
  if (day === latest.day && month === latest.month && year === latest.year) return latest.time;
  const isDate = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  latest.year = year;
  latest.month = month;
  latest.day = day;
  latest.time = isDate ? Date.UTC(year, month - 1, day) : NaN;
  return latest.time;
};

/** @param month from 1 */
export const daysInMonth = (year: number, month: number): number => {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};
