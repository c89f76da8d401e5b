import { createHash } from 'node:crypto';
import { stretches } from '../../errands/stretches.ts';
import { findTexts } from '../../files/columns/findColumn.ts';
import type { Table } from '../../files/readTable.ts';
import { normalForm } from './spacing.ts';

const rowsAtOnce = 4096;
/** Longer texts are told apart by their hashes, which take less memory. */
const shortText = 64;

/** By row the first row with the same source text. */
export const groupSources = async (table: Table, column: string, lowercase: boolean): Promise<Int32Array> => {
  const texts = findTexts(table, column);
  const firsts = new Map<string, number>();
  const groups = new Int32Array(table.rows);
  for await (const [from, to] of stretches(table.rows, rowsAtOnce, 'looking for texts that repeat')) {
    for (const [index, text] of texts.read(from, to).entries()) {
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
