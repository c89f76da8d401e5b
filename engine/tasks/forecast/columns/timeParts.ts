import type { Column } from '../../../files/columns/column.ts';
import { monthOf } from '../../../files/times/monthNames.ts';

/** What names of columns that hold a part of a time are. */
export const timeParts = {
  year: /^(?:fiscal[ _]?)?(?:year|years|yr|jahr|année|annee|año|anno|ano|jaar|år|rok)$/i,
  quarter: /^(?:fiscal[ _]?)?(?:quarter|qtr|quartal|trimestre|kwartaal|kvartal|kwartał)$/i,
  month: /^(?:month|mon|mth|monat|mois|mes|mês|mese|maand|måned|månad|miesiąc)$/i,
  day: /^(?:day|day[ _]?of[ _]?month|dom|tag|jour|día|dia|giorno|dag|dzień)$/i,
  hour: /^(?:hour|hr|stunde|heure|hora|ora|uur|godzina)$/i,
} as const;

export type TimePart = keyof typeof timeParts;

const ranges: Readonly<Record<TimePart, readonly [number, number]>> = {
  year: [1000, 2999],
  quarter: [1, 4],
  month: [1, 12],
  day: [1, 31],
  hour: [0, 23],
};

/**
 * Reads that part of a time off a column, NaN where its cell is empty: whole numbers, or names of months, and quarters as
 * Q1. Undefined where a cell holds anything else.
 */
export const readTimePart = (column: Column, part: TimePart): ((row: number) => number) | undefined => {
  const [least, most] = ranges[part];
  const isPart = (value: number): boolean => Number.isInteger(value) && value >= least && value <= most;
  if (column.type === 'number') {
    const { values, min, max, problems } = column;
    if (problems.length > 0 || !isPart(min) || !isPart(max)) return undefined;
    for (const page of values.pagesOf(values.length)) {
      if (page.some((value) => !Number.isNaN(value) && !Number.isInteger(value))) return undefined;
    }
    return (row) => values.at(row);
  }
  if (column.type !== 'category') return undefined;
  const meant = column.categories.map((text) => readWord(text.trim(), part));
  return meant.every(isPart) ? (row) => meant[column.ids.at(row) - 1] ?? NaN : undefined;
};

const readWord = (text: string, part: TimePart): number => {
  if (/^\d+$/.test(text)) return Number(text);
  if (part === 'month') return monthOf(text);
  const [, quarter] = part === 'quarter' ? (/^q(?:uarter)? ?([1-4])$/i.exec(text) ?? []) : [];
  return Number(quarter);
};
