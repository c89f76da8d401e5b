import { joinCells } from '../../files/rows/quoteCell.ts';
import type { CellFormat } from '../../files/rows/tableRows.ts';
import type { NextRow } from '../../protocol.ts';
import type { ForecastData } from './forecastFields.ts';
import { seriesColumns } from './series/seriesColumns.ts';

/** What the columns that are no targets are called in the file. */
interface ColumnNames {
  readonly time: string | null;
  readonly series?: ForecastData['series'];
}

/** A row to come, and of several series what each of the columns says that tell them apart. */
export type NamedRow = NextRow & { readonly ids?: readonly string[] };

/**
 * The future as a table of its own, as text, in the order of `next`: the series where rows have one, the time where they
 * have one, then each target with its interval.
 */
export const nextTable = (next: readonly NamedRow[], format: CellFormat, names: ColumnNames): string => {
  const [first] = next;
  if (!first) return '';
  const hasSeries = next.some(({ ids }) => ids !== undefined);
  const hasTime = next.some(({ time }) => time !== undefined);
  // Every row has the same cells: a bound that one step alone lacks leaves its cell empty.
  const bounded = new Set(next.flatMap(({ cells }) => cells.flatMap(({ column, bounds }) => (bounds ? column : []))));
  const heads = [
    ...(hasSeries ? seriesColumns(names.series) : []),
    ...(hasTime ? [names.time ?? 'time'] : []),
    ...first.cells.flatMap(({ column }) => [
      column,
      ...(bounded.has(column) ? [`${column}_low`, `${column}_high`] : []),
    ]),
  ];
  const lines = next.map(({ ids = [], time, cells }) => [
    ...(hasSeries ? ids : []),
    ...(hasTime ? [time ?? ''] : []),
    ...cells.flatMap(({ column, text, bounds = ['', ''] }) => [text, ...(bounded.has(column) ? bounds : [])]),
  ]);
  return [heads, ...lines].map((cells) => `${joinCells(cells, format)}\n`).join('');
};

/** Rows to come, the nearest first, in the order in which a file has its rows. */
export const inOrderOf = (
  rows: { readonly isNewestFirst?: boolean } | undefined,
  next: readonly NextRow[],
): readonly NextRow[] => (rows?.isNewestFirst ? next.toReversed() : next);
