import type { RowBatch } from './tableRows.ts';

/** The lines that the rows of a table begin on. Kept as stretches of rows that follow each other line by line. */
export class RowLines {
  rows = 0;
  private readonly firstRows: number[] = [];
  private readonly firstLines: number[] = [];

  /** Rows `from` on of the batch are the next ones. */
  add({ rows, isRegular, lineOf }: Omit<RowBatch, 'rawOf'>, from: number): void {
    for (let index = from; index < rows.length; index++) {
      this.addRow(lineOf(index));
      if (!isRegular) continue;
      this.rows += rows.length - index - 1;
      return;
    }
  }

  /** The line, from 1, of row `row`, from 0. */
  lineOf(row: number): number {
    let low = 0;
    let high = this.firstRows.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.firstRows[middle] ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    return (this.firstLines[low] ?? 0) + row - (this.firstRows[low] ?? 0);
  }

  private addRow(line: number): void {
    const last = this.firstRows.length - 1;
    const expected = (this.firstLines[last] ?? NaN) + this.rows - (this.firstRows[last] ?? 0);
    if (line !== expected) {
      this.firstRows.push(this.rows);
      this.firstLines.push(line);
    }
    this.rows++;
  }
}
