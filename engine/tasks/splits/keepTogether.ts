import { InputError } from '../../errors.ts';
import { findColumn } from '../../files/columns/findColumn.ts';
import { placeOf } from '../../files/parts/tableParts.ts';
import { keysOfCells } from '../../files/sequences/rowGroups.ts';
import { exampleStretches } from './exampleStretches.ts';
import type { Examples } from './examplesOf.ts';

type Key = string | number;

/** Hands the keys of an example to `take`. */
export type KeysOf = (example: number, take: (key: Key) => void) => void;

/** Examples that never lie in two parts, by the first of them, in order. */
export type Units = ReadonlyMap<number, readonly number[]>;

/**
 * Puts together what of `pool`, examples in order, has a key in common, of any of the kinds of keys. Tells how far it is, and
 * rejects with `Cancelled` where nobody waits any more.
 */
export const keepTogether = async (
  examples: Pick<Examples, 'rowsOf' | 'item'>,
  pool: Int32Array,
  keys: readonly KeysOf[],
): Promise<Units> => {
  const parents = pool.map((_, place) => place);
  const rootOf = (place: number): number => {
    let root = place;
    while (parents[root] !== root) root = parents[root] ?? root;
    // Whoever asks again has a short way.
    for (let at = place; parents[at] !== root;) {
      const next = parents[at] ?? root;
      parents[at] = root;
      at = next;
    }
    return root;
  };
  for (const keysOf of keys) {
    const firsts = new Map<Key, number>();
    let place = 0;
    const join = (key: Key): void => {
      const first = firsts.get(key);
      if (first === undefined) firsts.set(key, place);
      else {
        const [one, other] = [rootOf(first), rootOf(place)];
        parents[Math.max(one, other)] = Math.min(one, other);
      }
    };
    for await (const [from, to] of exampleStretches(pool, examples))
      for (place = from; place < to; place++) keysOf(pool[place] ?? 0, join);
  }
  const units = new Map<number, number[]>();
  for await (const [from, to] of exampleStretches(pool, examples)) {
    for (let place = from; place < to; place++) {
      const example = pool[place] ?? 0;
      const first = pool[rootOf(place)] ?? example;
      const known = units.get(first);
      if (known) known.push(example);
      else units.set(first, [example]);
    }
  }
  return units;
};

/**
 * What stands in a column in the rows of an example. Throws an `InputError` with the line for a row with nothing there: it
 * might be of anybody.
 */
export const keysOfColumn = ({ table, rowsOf }: Examples, name: string): KeysOf => {
  const keyAt = keysOfCells(findColumn(table, name));
  return (example, take) => {
    const [first, end] = rowsOf(example);
    for (let row = first; row < end; row++) {
      const key = keyAt(row);
      if (key !== undefined) take(key);
      else {
        const message = `the row has no ${name}, by which data.split.group keeps rows together; give it one, or choose another column`;
        throw new InputError(message, placeOf(table, row));
      }
    }
  };
};
