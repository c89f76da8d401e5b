import { joinCells } from '../../files/rows/quoteCell.ts';
import { formatNumber, plainWriting } from '../../files/columns/writing/numberWriting.ts';
import type { Texts } from '../../files/columns/texts.ts';
import type { RowGroups } from '../../files/sequences/rowGroups.ts';
import type { Table } from '../../files/readTable.ts';
import type { TableRows, TargetColumn } from '../preparedData.ts';
import { excerptsOfTexts } from '../texts/textRows.ts';
import type { ReadTarget } from './readTarget.ts';
import type { CodedTarget } from './regressionCodec.ts';
import type { RegressionData } from './regressionFields.ts';

/** How the sequences of a regression stand in the file. `read` are those of its targets that the file has. */
export const targetRows = (
  table: Table,
  data: RegressionData,
  coded: readonly CodedTarget[],
  read: readonly ReadTarget[],
  groups: RowGroups | undefined,
  isEmpty: (sequence: number) => boolean,
): TableRows => {
  let texts: ReadonlyMap<number, Texts> = new Map();
  const rowOf = groups ? (group: number): number => groups.starts[group] ?? 0 : (row: number): number => row;
  const targets = coded.flatMap((target) => {
    const found = read.find(({ column }) => column.name === target.column);
    return found ? [targetColumn(target, found, () => texts.get(found.column.cell), rowOf)] : [];
  });
  return {
    count: groups?.count ?? table.rows,
    format: table.format,
    lineOf: groups ? (group) => table.lineOf(groups.starts[group] ?? 0) : table.lineOf,
    times: undefined,
    firstComplete: 0,
    targets,
    hasInputs: (sequence) => !isEmpty(sequence),
    loadTexts: async () => {
      texts = await table.readTexts(read.map(({ column }) => column));
    },
    timeTextAt: () => undefined,
    nextTimes: () => [],
    ...(data.text !== null && { excerptOf: excerptsOfTexts(table, data.text) }),
    ...(groups && {
      // What only counts the sequences of a file says no more than their line.
      ...(groups.column.role === undefined && {
        excerptOf: (group: number) => `${groups.column.name} ${groups.nameOf(group)}`,
      }),
      group: { column: groups.column.name, nameOf: groups.nameOf },
    }),
    formatRow: (_, values) => {
      const cells = new Array<string>(table.columns.length).fill('');
      for (const [index, { cell }] of targets.entries()) cells[cell] = values[index] ?? '';
      return joinCells(cells, table.format);
    },
  };
};

const targetColumn = (
  { column, decimals, offset, scale }: CodedTarget,
  { column: { cell, texts: kept, writing }, values }: ReadTarget,
  texts: () => Texts | undefined,
  rowOf: (sequence: number) => number,
): TargetColumn => {
  const valueAt = (sequence: number): number => values[sequence] ?? NaN;
  const write = formatterOf(decimals, writing);
  return {
    column,
    cell,
    decimals,
    isEmpty: (sequence) => Number.isNaN(valueAt(sequence)),
    valueAt,
    textAt: (sequence) => {
      const value = valueAt(sequence);
      const text = (texts() ?? kept)?.at(rowOf(sequence)) ?? '';
      // The row that says it need not be the first of its sequence.
      return text !== '' || Number.isNaN(value) ? text : String(value).replace('.', writing.mark);
    },
    decode: (output) => output * scale + offset,
    format: write,
  };
};

/** Writes numbers as a column does, with so many digits where they have no exponent. */
export const formatterOf =
  (decimals: number, writing = plainWriting): ((value: number) => string) =>
  (value) =>
    formatNumber(value, { ...writing, decimals: writing.exponent ? writing.decimals : decimals });
