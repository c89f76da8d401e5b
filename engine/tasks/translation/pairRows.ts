import type { Table } from '../../files/readTable.ts';
import { findColumn, findTexts } from '../../files/columns/findColumn.ts';
import { joinCells } from '../../files/rows/quoteCell.ts';
import type { TableRows, TargetColumn } from '../preparedData.ts';
import type { EncodedPairs } from './encodePairs.ts';
import type { TranslationData } from './translationFields.ts';

/** Characters of a text by which a person knows it. */
const excerptLength = 300;

/** How the rows of a translation stand in the file. `targets` is empty when the file has no target column. */
export const pairRows = (
  table: Table,
  { source, target }: TranslationData,
  { hasTargets, hasSource, hasTarget }: EncodedPairs,
): TableRows => {
  const sources = findTexts(table, source);
  const texts = hasTargets ? findTexts(table, target) : undefined;
  const column: TargetColumn | undefined = texts && {
    column: target,
    cell: findColumn(table, target).cell,
    decimals: 0,
    isEmpty: (row) => !hasTarget(row),
    valueAt: () => NaN,
    textAt: (row) => texts.at(row),
    decode: (output) => output,
    format: String,
  };
  return {
    count: table.rows,
    format: table.format,
    lineOf: table.lineOf,
    times: undefined,
    firstComplete: 0,
    targets: column ? [column] : [],
    timeTextAt: () => undefined,
    nextTimes: () => [],
    hasInputs: hasSource,
    excerptOf: (row) => shortened(sources.at(row)),
    formatRow: (_, values) => {
      const cells = new Array<string>(table.columns.length).fill('');
      if (column) cells[column.cell] = values[0] ?? '';
      return joinCells(cells, table.format);
    },
  };
};

/** On one line, and no longer than a person reads. */
export const shortened = (text: string): string => {
  const all = text.replace(/\s+/g, ' ').trim();
  return all.length <= excerptLength ? all : `${all.slice(0, excerptLength - 1)}…`;
};
