import type { Table } from '../../files/readTable.ts';
import type { TableOptions } from '../../files/tableOptions.ts';
import { OpenedFile } from '../openedFile.ts';

/** A file of which some rows alone are to be seen. */
export class ViewedFile extends OpenedFile {
  private readonly whole: OpenedFile;
  private readonly view: (table: Table) => Table;
  /** What is found in a table is kept with it: whoever asks again is handed the same. */
  private readonly views = new WeakMap<Table, Table>();

  constructor(whole: OpenedFile, view: (table: Table) => Table) {
    super(whole.path, whole.bytes, whole.limits, () => undefined);
    this.whole = whole;
    this.view = view;
  }

  override async readTable(options: TableOptions = {}): Promise<Table> {
    const table = await this.whole.readTable(options);
    const known = this.views.get(table) ?? this.view(table);
    this.views.set(table, known);
    return known;
  }

  override notes(): Promise<readonly string[]> {
    return this.whole.notes();
  }
}
