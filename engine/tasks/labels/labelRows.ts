import type { Table } from '../../files/readTable.ts';
import { joinCells } from '../../files/rows/quoteCell.ts';
import type { TableRows, TargetColumn } from '../preparedData.ts';
import type { Labelled } from './classScorer.ts';
import type { RowLabels } from './rowLabels.ts';

/** How the rows of a classification stand in the file. `targets` is empty when the file has no label column. */
export const labelRows = (
  table: Table,
  names: readonly string[],
  source: Labelled,
  labels: RowLabels | undefined,
): TableRows => {
  const format = (value: number): string => names[value] ?? '';
  const target: TargetColumn | undefined = labels && {
    column: labels.column.name,
    cell: labels.column.cell,
    decimals: 0,
    isEmpty: (row) => labels.textAt(row) === '',
    valueAt: (row) => source.labels[row] ?? -1,
    textAt: labels.textAt,
    ...(labels.cellAt && { cellAt: labels.cellAt }),
    decode: (output) => output,
    format,
  };
  return {
    count: table.rows,
    format: table.format,
    lineOf: table.lineOf,
    times: undefined,
    firstComplete: 0,
    targets: target ? [target] : [],
    timeTextAt: () => undefined,
    nextTimes: () => [],
    formatRow: (_, values) => {
      const cells = new Array<string>(table.columns.length).fill('');
      if (target) cells[target.cell] = values[0] ?? '';
      return joinCells(cells, table.format);
    },
  };
};
