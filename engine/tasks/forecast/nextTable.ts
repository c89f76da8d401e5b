import { joinCells } from '../../files/rows/quoteCell.ts';
import type { CellFormat } from '../../files/rows/tableRows.ts';
import type { Measured, NextRow } from '../../protocol.ts';
import type { TargetColumn } from '../preparedData.ts';

interface TargetRows {
  readonly format: CellFormat;
  readonly targets: readonly Pick<TargetColumn, 'format'>[];
  readonly isNewestFirst?: boolean;
}

/** The future as a table of its own, as text: time, then each target with its interval where it has one. */
export const nextTable = (next: readonly NextRow[], rows: TargetRows, timeColumn: string | null): string => {
  const [first] = next;
  if (!first) return '';
  const hasTime = first.time !== undefined;
  // Every row has the same cells: a bound that one step alone lacks leaves its cell empty.
  const bounded = new Set(
    next.flatMap(({ cells }) =>
      cells.flatMap(({ column, low, high }) => (isKnown(low) && isKnown(high) ? column : [])),
    ),
  );
  const heads = [
    ...(hasTime ? [timeColumn ?? 'time'] : []),
    ...first.cells.flatMap(({ column }) => [
      column,
      ...(bounded.has(column) ? [`${column}_low`, `${column}_high`] : []),
    ]),
  ];
  const lines = next.map(({ time, cells }) => [
    ...(hasTime ? [time ?? ''] : []),
    ...cells.flatMap(({ column, text, low, high }, index) => {
      const show = (bound: Measured | undefined): string =>
        isKnown(bound) ? (rows.targets[index]?.format(bound) ?? '') : '';
      return [text, ...(bounded.has(column) ? [show(low), show(high)] : [])];
    }),
  ]);
  if (rows.isNewestFirst) lines.reverse();
  return [heads, ...lines].map((cells) => `${joinCells(cells, rows.format)}\n`).join('');
};

const isKnown = (value: Measured | undefined): value is number => value !== undefined && value !== null;
