import type { VectorSource } from '../../compute/source.ts';
import type { Scale } from '../../encoding/codec.ts';
import { findNumbers } from '../../files/columns/findColumn.ts';
import type { Numbers } from '../../files/columns/numbers.ts';
import type { RowGroups } from '../../files/sequences/rowGroups.ts';
import type { Table } from '../../files/readTable.ts';
import { ScratchFile } from '../../scratchFile.ts';
import { count } from '../../words/count.ts';

/** Sequences as the network reads them, without their classes. */
export interface EncodedSequences {
  readonly values: VectorSource['values'];
  readonly starts: Float64Array;
  /** Whether a sequence has a value at all; one without is a step of zeros. */
  readonly isEmpty: (sequence: number) => boolean;
  readonly dropped: readonly string[];
}

export interface StepSizes {
  /** Values of a step: of some rows one after another, or a part of a row. */
  readonly stepSize: number;
  /** The most steps that are read of a sequence. */
  readonly steps: number;
}

/**
 * The rows of each sequence one after another, cut into steps; the last is filled up with the values of its last row. A
 * missing value is that of the row before, or 0 where there is none; what ends in rows without any value ends there.
 * @param limit bytes that are kept in memory
 */
export const encodeSequences = (
  table: Table,
  groups: RowGroups,
  inputs: readonly ({ readonly column: string } & Scale)[],
  { stepSize, steps }: StepSizes,
  limit: number,
): EncodedSequences => {
  const columns = inputs.map(({ column }) => findNumbers(table, column).values);
  const lengths = Float64Array.from({ length: groups.count }, (_, group) => {
    const rows = (groups.starts[group + 1] ?? 0) - (groups.starts[group] ?? 0);
    return Math.min(steps, Math.ceil((rows * inputs.length) / stepSize));
  });
  const most = lengths.reduce((sum, length) => sum + length, 0) * stepSize;
  const values = most * 4 > limit ? new ScratchFile() : new Float32Array(most);
  const starts = new Float64Array(groups.count + 1);
  const empty = new Set<number>();
  let [gaps, cut] = [0, 0];
  for (let group = 0; group < groups.count; group++) {
    const begin = groups.starts[group] ?? 0;
    const rowsRead = Math.ceil((steps * stepSize) / inputs.length);
    const end = Math.min(groups.starts[group + 1] ?? 0, begin + rowsRead);
    const { encoded, rows, missing } = encodeRows(columns, inputs, begin, end);
    if (rows === 0) empty.add(group);
    gaps += missing;
    if ((end - begin) * inputs.length > steps * stepSize || end < (groups.starts[group + 1] ?? 0)) cut++;
    const length = Math.min(steps, Math.max(1, Math.ceil((rows * inputs.length) / stepSize)));
    const sequence = fillUp(encoded, rows, inputs.length, length * stepSize);
    if (values instanceof ScratchFile) values.append(sequence);
    else values.set(sequence, (starts[group] ?? 0) * stepSize);
    starts[group + 1] = (starts[group] ?? 0) + length;
  }
  const used = (starts[groups.count] ?? 0) * stepSize;
  return {
    values: values instanceof Float32Array ? values.subarray(0, used) : values,
    starts,
    isEmpty: (sequence) => empty.has(sequence),
    dropped: describeLoss(gaps, cut, empty.size, steps),
  };
};

const describeLoss = (gaps: number, cut: number, empty: number, steps: number): string[] => [
  ...(gaps > 0
    ? [
        `${count(gaps, 'missing value')} ${gaps === 1 ? 'counts' : 'count'} as the value before in the sequence, 0 at its beginning.`,
      ]
    : []),
  ...(cut > 0
    ? [
        `${count(cut, 'sequence is', 'sequences are')} longer than ${steps} steps, of which the first ${steps} are read.`,
      ]
    : []),
  ...(empty > 0
    ? [`${count(empty, 'sequence has', 'sequences have')} no value and ${empty === 1 ? 'is' : 'are'} left out.`]
    : []),
];

interface EncodedRows {
  /** (rows asked for, inputs) */
  readonly encoded: Float32Array;
  /** Up to the last with a value. */
  readonly rows: number;
  /** Cells of those rows that have none. */
  readonly missing: number;
}

const encodeRows = (columns: readonly Numbers[], scales: readonly Scale[], begin: number, end: number): EncodedRows => {
  const width = columns.length;
  const encoded = new Float32Array((end - begin) * width);
  let rows = 0;
  let filled = 0;
  for (const [place, column] of columns.entries()) {
    const { offset = 0, scale = 1 } = scales[place] ?? {};
    const cells = column.read(begin, end);
    let last = 0;
    for (let row = 0; row < cells.length; row++) {
      const value = cells[row] ?? NaN;
      if (!Number.isNaN(value)) {
        last = (value - offset) / scale;
        filled++;
        if (row >= rows) rows = row + 1;
      }
      encoded[row * width + place] = last;
    }
  }
  return { encoded, rows, missing: rows * width - filled };
};

/** The first `rows` rows in so many values: the last row again where there are more, some left out where there are fewer. */
const fillUp = (encoded: Float32Array, rows: number, width: number, size: number): Float32Array => {
  const sequence = new Float32Array(size);
  sequence.set(encoded.subarray(0, Math.min(size, rows * width)));
  if (rows === 0) return sequence;
  const last = encoded.subarray((rows - 1) * width, rows * width);
  for (let at = rows * width; at < size; at++) sequence[at] = last[at % width] ?? 0;
  return sequence;
};
