import type { RowBatch } from './tableRows.ts';

/**
 * The lines that the rows of a table begin on. Kept as stretches of rows that follow each other line by line, or all
 * stand on one line.
 */
export class RowLines {
  rows = 0;
  private readonly firstRows: number[] = [];
  private readonly firstLines: number[] = [];
  /** Lines from one row of a stretch to the next; of a single row not known yet, and 1. */
  private readonly steps: (0 | 1)[] = [];

  /** Rows `from` on of the batch are the next ones. */
  add({ rows, isRegular, lineOf }: Omit<RowBatch, 'rawOf'>, from: number): void {
    for (let index = from; index < rows.length; index++) {
      this.addRow(lineOf(index));
      if (!isRegular) continue;
      // What follows is not on the line of those before.
      if (this.steps.at(-1) === 0) this.begin(this.rows - 1, lineOf(index));
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
    return (this.firstLines[low] ?? 0) + (this.steps[low] ?? 1) * (row - (this.firstRows[low] ?? 0));
  }

  private addRow(line: number): void {
    const last = this.firstRows.length - 1;
    const before = this.rows - (this.firstRows[last] ?? 0);
    const first = this.firstLines[last] ?? NaN;
    if (before === 1 && line === first) this.steps[last] = 0;
    else if (line !== first + (this.steps[last] ?? 1) * before) this.begin(this.rows, line);
    this.rows++;
  }

  private begin(row: number, line: number): void {
    this.firstRows.push(row);
    this.firstLines.push(line);
    this.steps.push(1);
  }
}
