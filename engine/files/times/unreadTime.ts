import type { Column } from '../columns/column.ts';

const timeName = /date|time|stamp|day|month|week|quarter|period|datum|zeit|fecha|hora|jour/i;
/** Digits with marks between them, or beside the name of a month. */
const timeLike =
  /^(?=.*\d)(?:\d{1,4}[-/.: ]\d{1,2}[-/.: ]\d{1,4}|\d{1,2}:\d{2}|.*\b(?:jan|feb|mar|apr|may|mai|jun|jul|aug|sep|okt|oct|nov|dec|dez))/i;

/** A sentence on a column that looks like a time and was not read as one, and what to set; nothing for others. */
export const describeUnreadTime = ({ name, type, examples }: Column): string[] => {
  if ((type !== 'text' && type !== 'category') || examples.length === 0) return [];
  const [example = ''] = examples;
  const isLike = examples.every((cell) => timeLike.test(cell.trim()));
  const isNamed = timeName.test(name) && examples.every((cell) => /\d/.test(cell));
  if (!isLike && !isNamed) return [];
  return [
    `Column ${name} looks like a time ('${example.trim()}') and is read as text; say in data.timeFormat how it is written, as "dd.MM.yyyy HH:mm".`,
  ];
};
