import { NumberColumnWriter } from './columns/numberColumnWriter.ts';
import { type Texts, TextsWriter } from './columns/texts.ts';
import type { RowBatch } from './rows/tableRows.ts';
import type { TableSink } from './tableSink.ts';
import { TableStorage } from './tableStorage.ts';

/** Takes the rows of a file and keeps the cells of some columns as they stand there. */
export class TextPicker implements TableSink {
  private readonly storage: TableStorage;
  private readonly writers: ReadonlyMap<number, TextsWriter>;
  width = 0;
  rows = 0;

  /**
   * @param cells places of the columns in a row, from 0
   * @param limit bytes that are kept in memory
   */
  constructor(cells: readonly number[], limit: number) {
    this.storage = new TableStorage(limit);
    this.writers = new Map(cells.map((cell) => [cell, new TextsWriter(this.storage)]));
  }

  addColumn(): void {
    const writer = this.writers.get(this.width++);
    for (let row = 0; row < this.rows; row++) writer?.pushMissing();
  }

  /** Of a file that holds no texts: what is pushed is let go. */
  addNumbers(name: string, role: Parameters<TableSink['addNumbers']>[1], columns: number): NumberColumnWriter {
    return new NumberColumnWriter(name, this.width++, role, this.storage, columns);
  }

  addRows({ rows }: Omit<RowBatch, 'rawOf'>): void {
    this.rows += rows.length;
    for (const [cell, writer] of this.writers) {
      if (cell < this.width) for (const row of rows) writer.push(row[cell] ?? '');
    }
  }

  /** By place of the column; rows outside are empty. */
  finish(): ReadonlyMap<number, Texts> {
    return new Map([...this.writers].map(([cell, writer]) => [cell, writer.finish()]));
  }
}
