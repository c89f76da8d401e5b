import { createHash } from 'node:crypto';
import { createRandom } from '../../compute/random.ts';
import type { Split } from '../../config.ts';
import { splitPoints } from '../../encoding/splitPoints.ts';
import { findTexts } from '../../files/columns/findColumn.ts';
import type { Table } from '../../files/readTable.ts';
import type { PreparedData } from '../preparedData.ts';
import { normalForm } from './spacing.ts';

const rowsAtOnce = 4096;
/** Longer texts are told apart by their hashes, which take less memory. */
const shortText = 64;

/** By row the first row with the same source text. */
export const groupSources = (table: Table, column: string, lowercase: boolean): Int32Array => {
  const texts = findTexts(table, column);
  const firsts = new Map<string, number>();
  const groups = new Int32Array(table.rows);
  for (let from = 0; from < table.rows; from += rowsAtOnce) {
    for (const [index, text] of texts.read(from, Math.min(table.rows, from + rowsAtOnce)).entries()) {
      const normal = normalForm(text, lowercase).trim();
      const key = normal.length <= shortText ? normal : createHash('sha256').update(normal).digest('base64');
      const first = firsts.get(key);
      if (first === undefined) firsts.set(key, from + index);
      groups[from + index] = first ?? from + index;
    }
  }
  return groups;
};

/** Rows by the group that they belong to, in order. */
export const rowsByGroup = (rows: Int32Array, groups: Int32Array): Map<number, number[]> => {
  const found = new Map<number, number[]>();
  for (const row of rows) {
    const group = groups[row] ?? row;
    const known = found.get(group);
    if (known) known.push(row);
    else found.set(group, [row]);
  }
  return found;
};

/** Groups at random, by the seed: what is known of a source never lies in two splits. Shares are of the groups. */
export const splitGroups = (
  rows: Int32Array,
  groups: Int32Array,
  split: Split,
  seed: number,
): PreparedData['splits'] => {
  const members = rowsByGroup(rows, groups);
  const order = Int32Array.from(members.keys());
  createRandom(seed).shuffle(order);
  const { validStart, testStart } = splitPoints(order.length, split);
  const sorted = (from: number, to: number): Int32Array =>
    Int32Array.from(Array.from(order.subarray(from, to), (group) => members.get(group) ?? []).flat()).sort();
  return {
    train: sorted(0, validStart),
    valid: sorted(validStart, testStart),
    test: sorted(testStart, order.length),
  };
};
