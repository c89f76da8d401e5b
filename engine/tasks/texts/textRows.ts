import { stretches } from '../../errands/stretches.ts';
import { findTexts } from '../../files/columns/findColumn.ts';
import type { Table } from '../../files/readTable.ts';

const rowsAtOnce = 4096;
/** Characters of a text by which a person knows it. */
const excerptLength = 300;

/** By row, 1 where there is anything but spaces. */
export const rowsWithText = async (table: Table, name: string): Promise<Uint8Array> => {
  const texts = findTexts(table, name);
  const found = new Uint8Array(table.rows);
  for await (const [from, to] of stretches(table.rows, rowsAtOnce, 'looking for texts'))
    for (let row = from; row < to; row++) if (texts.at(row).trim() !== '') found[row] = 1;
  return found;
};

/** The beginning of the text of a row. */
export const excerptsOfTexts = (table: Table, name: string): ((row: number) => string) => {
  const texts = findTexts(table, name);
  return (row) => {
    const all = texts.at(row).replace(/\s+/g, ' ').trim();
    return all.length <= excerptLength ? all : `${all.slice(0, excerptLength - 1)}…`;
  };
};
