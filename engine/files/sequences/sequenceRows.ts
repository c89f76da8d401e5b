import type { Place } from '../../errors.ts';
import type { TableSink } from '../tableSink.ts';

/** Rows that are handed to the table together. */
const rowsAtOnce = 4096;

/** Characters of a line before it is taken for a file without lines. */
export const longestSequenceLine = 1 << 26;

/** More values a step than this are no sequence that a recurrent network reads. */
export const mostChannels = 10_000;

/** A line that holds a sequence. */
interface SequenceLine {
  readonly line: number;
  readonly text: string;
  /** Of the rows that wait. */
  readonly first: number;
}

/** Where the cell of a step stands on the line of its sequence. */
export type LocateStep = (text: string, step: number, cell: number) => Omit<Place, 'file' | 'line'>;

/** Hands sequences, each on a line of its own, to a table: a row for every step, all with the line of their sequence. */
export class SequenceRows {
  private readonly file: string;
  private readonly table: TableSink;
  private readonly locate: LocateStep;
  private rows: string[][] = [];
  private lines: SequenceLine[] = [];
  /** Sequences so far. */
  count = 0;

  constructor(file: string, table: TableSink, locate: LocateStep) {
    this.file = file;
    this.table = table;
    this.locate = locate;
  }

  /** The next sequence: a row of cells for every step, of which the first is the number of the sequence. */
  add(line: number, text: string, rows: readonly string[][]): void {
    this.count++;
    this.lines.push({ line, text, first: this.rows.length });
    for (const row of rows) this.rows.push(row);
    if (this.rows.length >= rowsAtOnce) this.flush();
  }

  /** Hands on what waits: before a new column, and at the end. */
  flush(): void {
    const { file, table, rows, lines, locate } = this;
    if (rows.length === 0) return;
    this.rows = [];
    this.lines = [];
    const lineAt = (index: number): SequenceLine | undefined => lines.findLast(({ first }) => first <= index);
    const numbers = lines.flatMap(({ line, first }, at) =>
      new Array<number>((lines[at + 1]?.first ?? rows.length) - first).fill(line),
    );
    table.addRows({ rows, isRegular: false, lineOf: (index) => numbers[index] ?? 0 }, (index, cell) => {
      const { line = 0, text = '', first = 0 } = lineAt(index) ?? {};
      return { file, line, ...locate(text, index - first, cell) };
    });
  }
}
