import type { Column } from './column.ts';
import type { ColumnKind, ColumnSurvey } from './columnSurvey.ts';
import { parseNumber } from './parseNumber.ts';
import {
  type TimeFormat,
  compactFormat,
  epochMillisecondsFormat,
  epochSecondsFormat,
  parseCompactDate,
  parseEpochMilliseconds,
  parseEpochSeconds,
  parseTimestamp,
  parseYear,
  timeFormatOf,
  yearFormat,
} from './timestamp.ts';

/** The second reading of a column: its cells as typed values, in arrays of just the right size. */
export interface ColumnFill {
  /** `text` is not a missing value; rows that are never put are missing. */
  put(row: number, text: string): void;
  finish(): Column;
}

export const fillColumn = (survey: ColumnSurvey, cell: number, kind: ColumnKind, commaToo: boolean): ColumnFill => {
  const { name, missing, examples } = survey;
  const base = { name, cell, missing, examples, problems: survey.problemsOf(kind) };
  const grouped = survey.groupedDigits();
  switch (kind) {
    case 'number': {
      const { values, put } = fillNumbers(survey.rows, (text) => parseNumber(text, commaToo));
      const { decimals, usesComma } = survey;
      const distinct = survey.countNumbers();
      const decimalMark = usesComma ? ',' : '.';
      return {
        put,
        finish: () => ({ ...base, type: kind, values, ...range(values), distinct, decimals, decimalMark }),
      };
    }
    case 'timestamp':
      return fillTimes(survey, base, parseTimestamp, timeFormatOf(lastTimestamp(survey)));
    case 'compact':
      return fillTimes(survey, base, (text) => parseCompactDate(parseNumber(text, commaToo)), compactFormat);
    case 'year':
      return fillTimes(survey, base, (text) => parseYear(parseNumber(text, commaToo)), yearFormat);
    case 'epochSeconds':
      return fillTimes(survey, base, (text) => parseEpochSeconds(parseNumber(text, commaToo)), epochSecondsFormat);
    case 'epochMilliseconds':
      return fillTimes(
        survey,
        base,
        (text) => parseEpochMilliseconds(parseNumber(text, commaToo)),
        epochMillisecondsFormat,
      );
    case 'category': {
      const ids = new Int32Array(survey.rows).fill(-1);
      const put = (row: number, text: string): void => {
        ids[row] = survey.cells.get(text) ?? -1;
      };
      return { put, finish: () => ({ ...base, type: kind, ids, categories: [...survey.cells.keys()], grouped }) };
    }
    case 'text':
      return { put: () => undefined, finish: () => ({ ...base, type: kind, grouped }) };
  }
};

const fillNumbers = (
  rows: number,
  parse: (text: string) => number,
): { values: Float64Array; put: ColumnFill['put'] } => {
  const values = new Float64Array(rows).fill(NaN);
  const put = (row: number, text: string): void => {
    values[row] = parse(text);
  };
  return { values, put };
};

const fillTimes = (
  survey: ColumnSurvey,
  base: Pick<Column, 'name' | 'cell' | 'missing' | 'examples' | 'problems'>,
  parse: (text: string) => number,
  format: TimeFormat,
): ColumnFill => {
  const { values, put } = fillNumbers(survey.rows, parse);
  return { put, finish: () => ({ ...base, type: 'timestamp', values, ...range(values), format }) };
};

const lastTimestamp = ({ examples }: ColumnSurvey): string =>
  examples.findLast((text) => !Number.isNaN(parseTimestamp(text))) ?? '';

const range = (values: Float64Array): { min: number; max: number } => {
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min <= max ? { min, max } : { min: NaN, max: NaN };
};
