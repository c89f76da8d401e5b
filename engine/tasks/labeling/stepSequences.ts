import type { Table } from '../../files/readTable.ts';
import { groupRows } from '../../files/sequences/rowGroups.ts';
import type { Examples } from '../splits/examplesOf.ts';

/** The rows of a table as the steps of sequences, in the order of the file, and the stretches that are read together. */
export interface StepSequences {
  readonly count: number;
  /** The first row of each sequence, and after the last the end of the table. (count + 1) */
  readonly begins: Float64Array;
  /** The first row of each stretch, and after the last the end of the table. (stretches + 1) */
  readonly starts: Float64Array;
  /** Which sequence each stretch is of, ascending. (stretches) */
  readonly sequenceOf: Int32Array;
  /** Sequences that are longer than a stretch. */
  readonly cut: number;
}

/**
 * Sequences are the rows that have the same in column `group`, or all rows of a file where that is null. Throws an `InputError` for
 * a row without one, and for what returns after another.
 * @param stretch the most rows that are read together
 */
export const stepSequences = (table: Table, group: string | null, stretch: number): StepSequences => {
  const begins = group === null ? beginsOfFiles(table) : groupRows(table, group).starts;
  const count = begins.length - 1;
  const starts: number[] = [];
  const sequences: number[] = [];
  let cut = 0;
  for (let sequence = 0; sequence < count; sequence++) {
    const end = begins[sequence + 1] ?? 0;
    const begin = begins[sequence] ?? 0;
    if (end - begin > stretch) cut++;
    for (let start = begin; start < end; start += stretch) {
      starts.push(start);
      sequences.push(sequence);
    }
  }
  starts.push(table.rows);
  return { count, begins, starts: Float64Array.from(starts), sequenceOf: Int32Array.from(sequences), cut };
};

/**
 * How stretches are shared out. Sequences are taken at random, and none lies in two parts; the stretches of a single one
 * are taken in order of time.
 */
export const wayOfStretches = ({ count, sequenceOf }: StepSequences, files = 1): Pick<Examples, 'way' | 'unitOf'> =>
  count === files ? { way: 'inOrder' } : { way: 'random', unitOf: (stretch) => sequenceOf[stretch] ?? 0 };

const beginsOfFiles = ({ parts, rows }: Table): Float64Array =>
  Float64Array.from([...(parts?.map(({ firstRow }) => firstRow) ?? [0]), rows]);
