import { count } from '../../words/count.ts';
import { shorten } from '../../words/shorten.ts';
import type { ResolvedFormat } from '../tableFormat.ts';
import { footerLength, longestFooter } from './footer.ts';
import type { RowBatch } from './tableRows.ts';

/** Rows that tell what the columns hold. */
const sampleRows = 200;

/** Hands on the rows of a file but for those at its end that are none; the last ones wait until the end is known. */
export class TableEnd {
  private readonly format: ResolvedFormat;
  private readonly onRows: (batch: RowBatch) => void;
  private readonly sample: (readonly string[])[] = [];
  private held: RowBatch[] = [];
  private heldBehind = 0;
  /** Rows that may be no rows. */
  private readonly longest: number;

  constructor(format: ResolvedFormat, onRows: (batch: RowBatch) => void) {
    this.format = format;
    this.onRows = onRows;
    this.longest = Math.max(longestFooter, format.footerRows ?? 0);
  }

  add(batch: RowBatch): void {
    const { held, sample, longest } = this;
    if (sample.length < sampleRows) sample.push(...batch.rows.slice(0, sampleRows - sample.length));
    const from = batch.rows.length - longest;
    if (from > 0) {
      // What is held for longer than its batch costs the collector of garbage time.
      for (const before of held) this.onRows(before);
      this.onRows({ ...batch, rows: batch.rows.slice(0, from) });
      this.held = [tailOf(batch, from)];
      this.heldBehind = 0;
      return;
    }
    if (held.length > 0) this.heldBehind += batch.rows.length;
    held.push(batch);
    while (held.length > 1 && this.heldBehind >= longest) {
      const first = held.shift();
      if (first) this.onRows(first);
      this.heldBehind -= held[0]?.rows.length ?? 0;
    }
  }

  /** Hands on the rest; returns what is told of lines that are no rows. */
  finish(width: number): string[] {
    const { held, sample, format, onRows } = this;
    const last = held.flatMap(({ rows }) => rows.slice(-longestFooter));
    let left = format.footerRows ?? footerLength(last, sample, width, format.delimiter);
    const dropped: { readonly line: number; readonly text: string }[] = [];
    const kept: RowBatch[] = [];
    for (const batch of [...held].reverse()) {
      const cut = Math.min(left, batch.rows.length);
      left -= cut;
      const rows = batch.rows.slice(0, batch.rows.length - cut);
      for (let index = batch.rows.length - 1; index >= rows.length; index--) {
        dropped.push({ line: batch.lineOf(index), text: textOf(batch.rows[index] ?? []) });
      }
      if (rows.length > 0) kept.push({ ...batch, rows });
    }
    for (const batch of kept.reverse()) onRows(batch);
    return describe(dropped.reverse());
  }
}

const tailOf = ({ rows, isRegular, lineOf, rawOf }: RowBatch, from: number): RowBatch => ({
  rows: rows.slice(from),
  isRegular,
  lineOf: (index) => lineOf(from + index),
  rawOf: (index) => rawOf(from + index),
});

const textOf = (row: readonly string[]): string => row.map((cell) => cell.trim()).find((cell) => cell !== '') ?? '';

const mostTold = 3;

const describe = (dropped: readonly { readonly line: number; readonly text: string }[]): string[] => {
  if (dropped.length === 0) return [];
  const told = dropped
    .filter(({ text }) => text !== '')
    .slice(0, mostTold)
    .map(({ line, text }) => `line ${line}: '${shorten(text)}'`);
  const what = count(dropped.length, 'line below the table is', 'lines below the table are');
  return [`${what} no row and left out${told.length > 0 ? ` (${told.join(', ')})` : ''}.`];
};
