import { InputError } from '../../errors.ts';
import { count } from '../../words/count.ts';
import { CellLocator, locateCell } from './locateCell.ts';
import { QuoteError } from './strictRows.ts';
import type { TableSink } from '../tableSink.ts';
import { type ResolvedFormat, looksLikeTable, resolveFormat } from '../tableFormat.ts';
import type { TableReader } from '../tableReader.ts';
import { TableEnd } from './tableEnd.ts';
import { type RowBatch, readRows } from './tableRows.ts';

/** A column takes kilobytes of memory whatever is in it, and a line of a million commas is no table. */
const mostColumns = 10_000;

/** Cells between commas, semicolons, tabs or bars, a row a line unless there are quotes: CSV and TSV. */
export const delimited: TableReader = {
  isDelimited: true,
  extensions: ['.csv', '.tsv', '.tab'],
  possibleExtensions: ['.txt', '.dat', '.data', ''],
  recognise: looksLikeTable,
  resolve: resolveFormat,

  formatAfter(error, file, { delimiter, quotes }, options) {
    // Files of tabs use quotes as ordinary characters as often as not.
    const mayHelp = error instanceof QuoteError && delimiter === '\t' && quotes;
    return mayHelp ? resolveFormat(file, options, false) : undefined;
  },

  async read(file, format, table) {
    let headerLine: number | undefined;
    let filled = 0;
    let lastLine = 0;
    const end = new TableEnd(format, (batch) => {
      lastLine = batch.lineOf(batch.rows.length - 1);
      filled += addRows(table, batch, file, format);
    });
    const { blanks, ...lines } = await readRows(file, format, (batch) => {
      if (headerLine !== undefined) {
        end.add(batch);
        return;
      }
      headerLine = batch.lineOf(0);
      const [first = []] = batch.rows;
      if (first.length > mostColumns) {
        const message = `has ${first.length} columns, and a table may have ${mostColumns}; leave some out, or write each column as a row`;
        throw new InputError(message, { file, line: headerLine });
      }
      for (const cell of first) table.addColumn(format.header ? cell : '');
      end.add(format.header ? withoutFirst(batch) : batch);
    });
    const footer = end.finish(table.width);
    if (headerLine === undefined) {
      throw new InputError('has no rows, only blank lines or comments; add a header and data', { file });
    }
    if (table.rows === 0) {
      throw new InputError('has a header but no rows under it; add data, or set data.header to false', {
        file,
        line: headerLine,
      });
    }
    return {
      ...lines,
      notes: [
        ...(lines.notes ?? []),
        ...describeMarked(format),
        ...blanks.describe(lastLine, table.width),
        ...describeFilled(filled),
        ...footer,
      ],
    };
  },
};

const describeMarked = ({ comment, commentCells }: ResolvedFormat): string[] =>
  commentCells === undefined
    ? []
    : [
        `Lines that begin with ${comment} and have ${commentCells} cells are rows like the others; set data.comment to "${comment}" to skip them.`,
      ];

const describeFilled = (filled: number): string[] =>
  filled > 0
    ? [`${count(filled, 'row ends', 'rows end')} before the last column; the cells that are not there count as empty.`]
    : [];

/** Returns how many of the rows were filled up with empty cells. */
const addRows = (table: TableSink, batch: RowBatch, file: string, format: ResolvedFormat): number => {
  const { width } = table;
  const isRagged = ({ length }: readonly string[]): boolean =>
    format.fillShortRows ? length > width : length !== width;
  const ragged = batch.width === width ? -1 : batch.rows.findIndex(isRagged);
  let filled = 0;
  const fill = (cells: readonly string[]): readonly string[] => {
    if (cells.length === width) return cells;
    filled++;
    return [...cells, ...Array<string>(width - cells.length).fill('')];
  };
  const whole = ragged < 0 ? batch.rows : batch.rows.slice(0, ragged);
  const rows = format.fillShortRows ? whole.map(fill) : whole;
  const locator = new CellLocator(format);
  table.addRows({ ...batch, rows }, (index, cell) => ({
    file,
    ...locator.locate(index, batch.rawOf(index), cell, batch.lineOf(index)),
  }));
  if (ragged >= 0) throw raggedRow(file, format, width, batch, ragged);
  return filled;
};

const withoutFirst = ({ rows, isRegular, lineOf, rawOf }: RowBatch): RowBatch => ({
  rows: rows.slice(1),
  isRegular,
  lineOf: (index) => lineOf(index + 1),
  rawOf: (index) => rawOf(index + 1),
});

const raggedRow = (
  file: string,
  format: ResolvedFormat,
  expected: number,
  batch: RowBatch,
  index: number,
): InputError => {
  const width = batch.rows[index]?.length ?? 0;
  const at = locateCell(batch.rawOf(index), Math.min(width, expected), batch.lineOf(index), format);
  const way =
    width < expected
      ? 'add the missing ones, or set data.fillShortRows to true to take them for empty'
      : 'remove the surplus, or quote cells that contain the delimiter';
  const above = format.header ? 'the header' : 'the first row';
  return new InputError(`the row has ${count(width, 'cell')}, ${above} has ${count(expected, 'cell')}; ${way}`, {
    file,
    ...at,
  });
};
