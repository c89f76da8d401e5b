import type { Column } from './column.ts';
import type { Reading, StoredCells } from './columnReader.ts';
import type { ColumnKind, ColumnSurvey } from './columnSurvey.ts';
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

/** A column of the kind that the survey of all its cells came to, from what was kept of them. */
export const typedColumn = (survey: ColumnSurvey, cell: number, kind: ColumnKind, stored: StoredCells): Column => {
  const { name, missing, examples } = survey;
  const base = { name, cell, missing, examples, problems: survey.problemsOf(kind) };
  const grouped = survey.groupedDigits();
  const times = (format: TimeFormat, reading: Reading, parse: (value: number) => number = same): Column => {
    const values = valuesOf(stored, reading, parse);
    return { ...base, type: 'timestamp', values, ...range(values), format };
  };
  switch (kind) {
    case 'number': {
      const values = valuesOf(stored, 'number', same);
      const { decimals, usesComma } = survey;
      const distinct = survey.countNumbers();
      const decimalMark = usesComma ? ',' : '.';
      return { ...base, type: kind, values, ...range(values), distinct, decimals, decimalMark };
    }
    case 'timestamp':
      return times(timeFormatOf(lastTimestamp(survey)), 'time');
    case 'compact':
      return times(compactFormat, 'number', parseCompactDate);
    case 'year':
      return times(yearFormat, 'number', parseYear);
    case 'epochSeconds':
      return times(epochSecondsFormat, 'number', parseEpochSeconds);
    case 'epochMilliseconds':
      return times(epochMillisecondsFormat, 'number', parseEpochMilliseconds);
    case 'category': {
      const ids = placesOf(stored);
      return { ...base, type: kind, ids, categories: [...survey.cells.keys()], grouped };
    }
    case 'text':
      return { ...base, type: kind, grouped };
  }
};

const same = (value: number): number => value;

/** The values of cells that read as `reading`, NaN for all others. */
const valuesOf = (stored: StoredCells, reading: Reading, parse: (value: number) => number): Float64Array => {
  if (stored.kind === 'values') return parse === same ? stored.values : stored.values.map(parse);
  if (stored.kind === 'none') return new Float64Array(0);
  const { ids, values, readings } = stored;
  const known = Float64Array.from([NaN, ...values.map((value, id) => (readings[id] === reading ? parse(value) : NaN))]);
  const all = new Float64Array(ids.length);
  for (let row = 0; row < all.length; row++) all[row] = known[ids[row] ?? 0] ?? NaN;
  return all;
};

/** By row: the place of the cell's text, -1 for a missing cell. */
const placesOf = (stored: StoredCells): Int32Array => {
  const ids = stored.kind === 'ids' ? stored.ids : new Uint16Array(0);
  const places = new Int32Array(ids.length);
  for (let row = 0; row < places.length; row++) places[row] = (ids[row] ?? 0) - 1;
  return places;
};

const lastTimestamp = ({ examples }: ColumnSurvey): string =>
  examples.findLast((text) => !Number.isNaN(parseTimestamp(text))) ?? '';

const range = (values: Float64Array): { min: number; max: number } => {
  let min = Infinity;
  let max = -Infinity;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? NaN;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min <= max ? { min, max } : { min: NaN, max: NaN };
};
