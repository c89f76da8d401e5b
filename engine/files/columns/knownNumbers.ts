import type { TableStorage } from '../tableStorage.ts';
import type { Reading, StoredCells } from './columnReader.ts';
import { Numbers } from './numbers.ts';

/**
 * The values of a column of few different cells, by row, and their range: of cells that read as `reading` what `parse`
 * makes of them, NaN of all others. A page is worked out when somebody looks at it: most columns of a file are none of
 * its training, and numbers take four times the room of the places of their texts.
 */
export const knownNumbers = (
  { ids, values, readings }: Extract<StoredCells, { kind: 'ids' }>,
  reading: Reading,
  parse: (value: number) => number,
  storage: TableStorage,
): { values: Numbers; min: number; max: number } => {
  // A missing cell has the first place.
  const known = Float64Array.from([NaN, ...values.map((value, id) => (readings[id] === reading ? parse(value) : NaN))]);
  const numbers = new Numbers(ids.length, [], {
    load: (page) => valuesOf(known, ids.page(page)),
    keepsLoaded: storage.reserve(ids.length * known.BYTES_PER_ELEMENT),
  });
  let min = Infinity;
  let max = -Infinity;
  for (const value of known) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { values: numbers, min, max };
};

const valuesOf = (known: Float64Array, ids: Uint16Array): Float64Array => {
  const values = new Float64Array(ids.length);
  for (let index = 0; index < ids.length; index++) values[index] = known[ids[index] ?? 0] ?? NaN;
  return values;
};
