import { basename } from 'node:path';
import { InputError } from '../../errors.ts';
import { anyOf } from '../../words/anyOf.ts';
import type { NumberColumnWriter } from '../columns/numberColumnWriter.ts';
import type { TableSink } from '../tableSink.ts';

const mostNamed = 5;

/** A column of the first file: its name there, and who takes its numbers where they come as such. */
interface FirstColumn {
  readonly name: string;
  readonly writer: NumberColumnWriter | undefined;
}

/** Names as they tell columns apart: two of one name are the first and the second of it. */
class ColumnNames {
  private readonly seen = new Map<string, number>();

  next(name: string, place: number): string {
    const known = name.trim() || `column${place + 1}`;
    const times = (this.seen.get(known) ?? 0) + 1;
    this.seen.set(known, times);
    return times === 1 ? known : `${known} (${times})`;
  }
}

/** Hands on what the first of several files holds, and keeps what its columns are called. */
export class FirstSink implements TableSink {
  readonly columns: FirstColumn[] = [];
  private readonly table: TableSink;
  private readonly names = new ColumnNames();

  constructor(table: TableSink) {
    this.table = table;
  }

  get width(): number {
    return this.table.width;
  }

  get rows(): number {
    return this.table.rows;
  }

  addColumn(...column: Parameters<TableSink['addColumn']>): void {
    this.keep(column[0], undefined);
    this.table.addColumn(...column);
  }

  addNumbers(...column: Parameters<TableSink['addNumbers']>): NumberColumnWriter {
    const writer = this.table.addNumbers(...column);
    this.keep(column[0], writer);
    return writer;
  }

  addRows(...rows: Parameters<TableSink['addRows']>): void {
    this.table.addRows(...rows);
  }

  private keep(name: string, writer: NumberColumnWriter | undefined): void {
    this.columns.push({ name: this.names.next(name, this.columns.length), writer });
  }
}

/** Adds the rows of another file to the columns of the first that are called the same, wherever they stand in it. */
export class FollowingSink implements TableSink {
  private readonly table: FirstSink;
  private readonly file: string;
  private readonly firstFile: string;
  private readonly names = new ColumnNames();
  /** By place in this file the place in the first, -1 for none. */
  private readonly places: number[] = [];
  private readonly surplus: string[] = [];
  rows = 0;

  constructor(table: FirstSink, file: string, firstFile: string) {
    this.table = table;
    this.file = file;
    this.firstFile = firstFile;
  }

  get width(): number {
    return this.places.length;
  }

  addColumn(name: string): void {
    this.place(name, false);
  }

  addNumbers(name: string): NumberColumnWriter {
    const writer = this.place(name, true)?.writer;
    if (writer) return writer;
    throw new InputError(`has '${name}', which ${basename(this.firstFile)} has not; give it the same shape`, {
      file: this.file,
    });
  }

  addRows(batch: Parameters<TableSink['addRows']>[0], placeOf: Parameters<TableSink['addRows']>[1]): void {
    const { places, table } = this;
    this.rows += batch.rows.length;
    if (places.every((to, from) => to === from)) {
      table.addRows(batch, placeOf);
      return;
    }
    const rows = batch.rows.map((cells) => {
      const moved = new Array<string>(table.width).fill('');
      for (const [from, to] of places.entries()) if (to >= 0) moved[to] = cells[from] ?? '';
      return moved;
    });
    table.addRows({ ...batch, rows }, (index, cell) => placeOf(index, Math.max(0, places.indexOf(cell))));
  }

  /** Throws an `InputError` for columns that the first file has not. */
  refuseSurplus(): void {
    const { file, firstFile, surplus } = this;
    if (surplus.length === 0) return;
    const message = `has a column ${listed(surplus)}, which ${basename(firstFile)} has not; files of one training have the same columns`;
    throw new InputError(message, { file });
  }

  /**
   * Throws an `InputError` for columns of the first file that this one lacks. `mayLack` is for formats that leave out what
   * is empty.
   * @returns what is to be said of columns that are not read, a sentence each
   */
  finish(mayLack: boolean): readonly string[] {
    const { file, firstFile, surplus } = this;
    const found = new Set(this.places);
    const lacking = mayLack ? [] : this.table.columns.filter((_, place) => !found.has(place));
    if (lacking.length > 0) {
      const names = listed(lacking.map(({ name }) => name));
      const message = `has no column ${names}, which ${basename(firstFile)} has; files of one training have the same columns`;
      throw new InputError(message, { file });
    }
    if (surplus.length === 0) return [];
    const what = surplus.length === 1 ? 'column' : 'columns';
    return [
      `Of ${basename(file)} the ${what} ${listed(surplus)} ${surplus.length === 1 ? 'is' : 'are'} not read: ${basename(firstFile)} has none of that name.`,
    ];
  }

  private place(name: string, isNumbers: boolean): FirstColumn | undefined {
    const known = this.names.next(name, this.places.length);
    const at = this.table.columns.findIndex((column) => column.name === known);
    const column = this.table.columns[at];
    if (column && (column.writer !== undefined) !== isNumbers) {
      const message = `holds ${isNumbers ? 'numbers in binary' : 'texts'}, and ${basename(this.firstFile)} does not; give files of one format`;
      throw new InputError(message, { file: this.file });
    }
    this.places.push(at);
    if (!column) this.surplus.push(known);
    return column;
  }
}

const listed = (names: readonly string[]): string => {
  const some = names.slice(0, mostNamed).map((name) => `'${name}'`);
  return names.length > mostNamed ? `${some.join(', ')} and ${names.length - mostNamed} more` : anyOf(some);
};
