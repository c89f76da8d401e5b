import type { RowSource } from '../../compute/source.ts';
import type { Scale } from '../../encoding/codec.ts';
import { putStretch, stretchOf } from '../../encoding/encodedRows.ts';
import { findNumbers } from '../../files/columns/findColumn.ts';
import { pageLength } from '../../files/columns/numbers.ts';
import type { Table } from '../../files/readTable.ts';
import { ScratchFile } from '../../scratchFile.ts';
import { count } from '../../words/count.ts';
import type { ScaledColumn } from './fitSequences.ts';

/** Rows as the network reads them, without what is learned of them. */
export interface EncodedRows extends Pick<RowSource, 'kind' | 'values' | 'steps' | 'stepSize' | 'lengths'> {
  /** Whether a row has no value at all. */
  readonly isEmpty: (row: number) => boolean;
  readonly dropped: readonly string[];
}

/**
 * Rows as sequences, which end where only empty cells follow.
 * @param limit bytes that are kept in memory
 */
export const encodeRows = (
  table: Table,
  inputs: readonly ScaledColumn[],
  stepSize: number,
  limit: number,
): EncodedRows => {
  const steps = inputs.length / stepSize;
  const { values, ends, filled } = encodeCells(table, inputs, limit);
  const lengths = ends.map((end) => Math.max(1, Math.ceil(end / stepSize)));
  let gaps = -filled;
  let short = 0;
  for (const length of lengths) {
    gaps += length * stepSize;
    if (length < steps) short++;
  }
  const dropped: string[] = [];
  if (gaps > 0) {
    dropped.push(`${count(gaps, 'empty cell')} ${gaps === 1 ? 'counts' : 'count'} as the value before in its row.`);
  }
  if (short > 0) dropped.push(`${count(short, 'row ends', 'rows end')} at the last value, before the last column.`);
  return {
    ...{ kind: 'rows', values, steps, stepSize },
    ...(short > 0 && { lengths }),
    isEmpty: (row) => ends[row] === 0,
    dropped,
  };
};

interface EncodedCells {
  /** (rows, inputs) */
  readonly values: RowSource['values'];
  /** By row: inputs up to the last that has a value. */
  readonly ends: Int32Array;
  /** Cells that have a value. */
  readonly filled: number;
}

/** A page of rows at a time: of a table in a file, a column is read in pages, and the rows are written in order. */
const encodeCells = (table: Table, inputs: readonly ScaledColumn[], limit: number): EncodedCells => {
  const { rows } = table;
  const size = inputs.length;
  const columns = inputs.map(({ column }) => findNumbers(table, column).values);
  const values = rows * size * 4 > limit ? new ScratchFile() : new Float32Array(rows * size);
  const ends = new Int32Array(rows);
  let filled = 0;
  for (let from = 0; from < rows; from += pageLength) {
    const to = Math.min(rows, from + pageLength);
    const stretch = stretchOf(values, from * size, to * size);
    for (const [place, scale] of inputs.entries()) {
      const cells = columns[place]?.read(from, to) ?? new Float64Array(0);
      filled += encodeColumn(cells, scale, stretch, ends.subarray(from, to), place);
    }
    putStretch(values, stretch);
  }
  return { values, ends, filled };
};

/** An empty cell takes the value before it in its row. Returns how many are not empty. */
const encodeColumn = (
  cells: Float64Array,
  { offset, scale }: Scale,
  stretch: Float32Array,
  ends: Int32Array,
  place: number,
): number => {
  const size = stretch.length / cells.length;
  let filled = 0;
  for (let row = 0; row < cells.length; row++) {
    const at = row * size + place;
    const value = cells[row] ?? NaN;
    if (Number.isNaN(value)) stretch[at] = place > 0 ? (stretch[at - 1] ?? 0) : 0;
    else {
      stretch[at] = (value - offset) / scale;
      ends[row] = place + 1;
      filled++;
    }
  }
  return filled;
};
