import type { Place } from '../errors.ts';
import type { ColumnRole } from '../records/records.ts';
import type { Column } from './columns/column.ts';
import { type ColumnOptions, ColumnReader, type KnownReading } from './columns/columnReader.ts';
import { NumberColumnWriter } from './columns/numberColumnWriter.ts';
import { MissingCells } from './columns/missingCells.ts';
import { RowLines } from './rows/rowLines.ts';
import type { ResolvedFormat } from './tableFormat.ts';
import type { RowBatch } from './rows/tableRows.ts';
import { TableStorage } from './tableStorage.ts';

/** Missing cells at a time, of rows above a new column. */
const missingRows = Array.from({ length: 1024 }, (): readonly string[] => []);

/** Takes the cells of a file and keeps them column by column. */
export class TableBuilder {
  private readonly options: Omit<ColumnOptions, 'cell' | 'known'>;
  private readonly kept: readonly (KnownReading | undefined)[];
  private readonly columns: (ColumnReader | NumberColumnWriter)[] = [];
  private readonly roles: (ColumnRole | undefined)[] = [];
  private readonly names = new Set<string>();
  private readonly lines = new RowLines();

  /**
   * @param limit bytes that are kept in memory
   * @param kept by column, what an earlier reading found has to be kept of it
   */
  constructor(
    { delimiter, missingValues, decimalMark, timeFormat }: ResolvedFormat,
    limit: number,
    kept: readonly (KnownReading | undefined)[],
  ) {
    this.options = {
      commaToo: delimiter === ';',
      delimiter,
      decimalMark,
      missing: new MissingCells(missingValues),
      storage: new TableStorage(limit),
      timeFormat,
    };
    this.kept = kept;
  }

  get width(): number {
    return this.columns.length;
  }

  get rows(): number {
    return this.lines.rows;
  }

  get bytesInMemory(): number {
    return this.options.storage.bytesInMemory;
  }

  /**
   * The next column; its cells are missing in the rows so far. Names are unique and never empty, as configs need them.
   * `role` is for formats that say what a column is for.
   */
  addColumn(name: string, role?: ColumnRole): void {
    const cell = this.columns.length;
    const column = new ColumnReader(this.uniqueName(name.trim() || `column${cell + 1}`), {
      ...this.options,
      cell,
      known: this.kept[cell],
    });
    this.columns.push(column);
    this.roles.push(role);
    for (let row = 0; row < this.rows; row += missingRows.length) {
      column.read(missingRows.slice(0, this.rows - row), unplaced);
    }
  }

  /**
   * The next column, of `columns` of its kind, to which numbers are pushed: one for each row that `addRows` adds. Comes
   * before the first row.
   */
  addNumbers(name: string, role: ColumnRole | undefined, columns: number): NumberColumnWriter {
    const { storage } = this.options;
    const column = new NumberColumnWriter(this.uniqueName(name), this.columns.length, role, storage, columns);
    this.columns.push(column);
    this.roles.push(role);
    return column;
  }

  /** The next rows, each with a cell for every column; those it lacks at its end are missing. */
  addRows(batch: Omit<RowBatch, 'rawOf'>, placeOf: (index: number, cell: number) => Place): void {
    this.lines.add(batch, 0);
    for (const [cell, column] of this.columns.entries()) {
      if (column instanceof ColumnReader) column.read(batch.rows, (index) => placeOf(index, cell));
    }
  }

  /** By column: itself, or what of it has to be kept in another reading. */
  finish(): readonly ReturnType<ColumnReader['finish']>[] {
    const marks = new Set(
      this.columns.flatMap((column) => (column instanceof ColumnReader ? (column.decimalMark ?? []) : [])),
    );
    const [markOfFile] = marks.size === 1 ? marks : [];
    return this.columns.map((column, cell) => {
      const finished = column instanceof ColumnReader ? column.finish(markOfFile) : column.finish();
      const role = this.roles[cell];
      return role && isWhole(finished) ? { ...finished, role } : finished;
    });
  }

  /** The line, from 1, that a row begins on. */
  readonly lineOf = (row: number): number => this.lines.lineOf(row);

  private uniqueName(wanted: string): string {
    let name = wanted;
    for (let count = 2; this.names.has(name); count++) name = `${wanted} (${count})`;
    this.names.add(name);
    return name;
  }
}

export const isWhole = (finished: ReturnType<ColumnReader['finish']>): finished is Column => !('again' in finished);

const unplaced = (): never => {
  throw new Error('a missing cell has no place');
};
