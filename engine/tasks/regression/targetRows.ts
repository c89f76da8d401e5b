import { joinCells } from '../../files/rows/quoteCell.ts';
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
  const targets = coded.flatMap((target) => {
    const found = read.find(({ column }) => column.name === target.column);
    return found ? [targetColumn(target, found)] : [];
  });
  return {
    count: groups?.count ?? table.rows,
    format: table.format,
    lineOf: groups ? (group) => table.lineOf(groups.starts[group] ?? 0) : table.lineOf,
    times: undefined,
    firstComplete: 0,
    targets,
    hasInputs: (sequence) => !isEmpty(sequence),
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
  { column: { cell, decimalMark }, values }: ReadTarget,
): TargetColumn => {
  const valueAt = (sequence: number): number => values[sequence] ?? NaN;
  const write = formatterOf(decimals, decimalMark);
  return {
    column,
    cell,
    decimals,
    isEmpty: (sequence) => Number.isNaN(valueAt(sequence)),
    valueAt,
    textAt: (sequence) => (Number.isNaN(valueAt(sequence)) ? '' : asWritten(valueAt(sequence), decimalMark)),
    decode: (output) => output * scale + offset,
    format: write,
  };
};

/** A number with so many digits, as a column with this mark writes it. */
export const formatterOf =
  (decimals: number, decimalMark: '.' | ','): ((value: number) => string) =>
  (value) => {
    const text = value.toFixed(Math.min(decimals, 20));
    return decimalMark === ',' ? text.replace('.', ',') : text;
  };

const asWritten = (value: number, decimalMark: '.' | ','): string =>
  decimalMark === ',' ? String(value).replace('.', ',') : String(value);
