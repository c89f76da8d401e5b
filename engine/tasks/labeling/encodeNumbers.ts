import type { RaggedVectors } from '../../compute/source.ts';
import { putStretch, stretchOf } from '../../encoding/encodedRows.ts';
import { findNumbers } from '../../files/columns/findColumn.ts';
import { pageLength } from '../../files/columns/numbers.ts';
import type { Table } from '../../files/readTable.ts';
import { ScratchFile } from '../../scratchFile.ts';
import { count } from '../../words/count.ts';
import type { NumberInputs } from './labelingCodec.ts';

interface EncodedNumbers {
  readonly inputs: Pick<RaggedVectors, 'values' | 'columns'>;
  readonly dropped: readonly string[];
  readonly spelling?: undefined;
}

/**
 * The numbers of every row, scaled. An empty cell counts as the value before it in its stretch, and at the beginning of one
 * as the mean.
 * @param starts the first row of each stretch, and after the last the end of the table
 */
export const encodeNumbers = (
  table: Table,
  { columns }: NumberInputs,
  starts: Float64Array,
  mostInMemory: number,
): EncodedNumbers => {
  const { rows } = table;
  const width = columns.length;
  const numbers = columns.map(({ column }) => findNumbers(table, column).values);
  const values = rows * width * 4 > mostInMemory ? new ScratchFile() : new Float32Array(rows * width);
  const before = new Float32Array(width);
  let gaps = 0;
  let stretch = 0;
  for (let from = 0; from < rows; from += pageLength) {
    const to = Math.min(rows, from + pageLength);
    const pages = numbers.map((each) => each.read(from, to));
    const encoded = stretchOf(values, from * width, to * width);
    for (let row = from; row < to; row++) {
      if (row >= (starts[stretch] ?? Infinity)) {
        before.fill(0);
        stretch++;
      }
      for (const [place, { offset, scale }] of columns.entries()) {
        const value = pages[place]?.[row - from] ?? NaN;
        if (Number.isNaN(value)) gaps++;
        else before[place] = (value - offset) / scale;
      }
      encoded.set(before, (row - from) * width);
    }
    putStretch(values, encoded);
  }
  const counts = gaps === 1 ? 'counts' : 'count';
  return {
    inputs: { values, columns: width },
    dropped: gaps > 0 ? [`${count(gaps, 'empty cell')} ${counts} as the value before in the sequence.`] : [],
  };
};
