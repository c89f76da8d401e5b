import type { Split } from '../../config.ts';
import { createRandom } from '../../compute/random.ts';
import { splitPoints } from '../../encoding/splitPoints.ts';
import type { Table } from '../../files/readTable.ts';
import { groupRows } from '../../files/sequences/rowGroups.ts';
import type { PreparedData } from '../preparedData.ts';

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
 * Sequences are the rows that have the same in column `group`, or all rows where that is null. Throws an `InputError` for
 * a row without one, and for what returns after another.
 * @param stretch the most rows that are read together
 */
export const stepSequences = (table: Table, group: string | null, stretch: number): StepSequences => {
  const begins = group === null ? Float64Array.of(0, table.rows) : groupRows(table, group).starts;
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
 * Which stretches train. Sequences are taken at random, by the seed, and none lies in two splits; the stretches of a
 * single one are taken in order of time.
 * @param usable stretches with something to learn, ascending
 */
export const splitStretches = (
  { count, sequenceOf }: StepSequences,
  usable: Int32Array,
  split: Split,
  seed: number,
): PreparedData['splits'] => {
  const units = count === 1 ? usable : Int32Array.from(new Set(usable.map((stretch) => sequenceOf[stretch] ?? 0)));
  if (count > 1) createRandom(seed).shuffle(units);
  const { validStart, testStart } = splitPoints(units.length, split);
  const places = new Map(Array.from(units, (unit, place) => [unit, place]));
  const placeOf = (stretch: number): number => places.get(count === 1 ? stretch : (sequenceOf[stretch] ?? 0)) ?? 0;
  return {
    train: usable.filter((stretch) => placeOf(stretch) < validStart),
    valid: usable.filter((stretch) => placeOf(stretch) >= validStart && placeOf(stretch) < testStart),
    test: usable.filter((stretch) => placeOf(stretch) >= testStart),
  };
};
