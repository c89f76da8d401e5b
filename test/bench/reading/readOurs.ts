import { readTable } from '../../../engine/files/readTable.ts';
import { type Encoding, type Reading, kindOf } from './subject.ts';

/** By what the product tells of it. */
const encodings: readonly (readonly [RegExp, Encoding])[] = [
  [/^The file is UTF-16 with the high byte first/, 'utf-16be'],
  [/^The file is UTF-16/, 'utf-16le'],
  [/Windows-1252/, 'windows-1252'],
];

/** What the product takes a file for, with all defaults. */
export const readOurs = async (path: string): Promise<Reading> => {
  try {
    const table = await readTable(path);
    const { columns, format, notes } = table;
    const texts = await table.readTexts(columns);
    const cells = columns.map(({ cell }) => texts.get(cell)?.read(0, table.rows) ?? []);
    const body = Array.from({ length: table.rows }, (_, row) => cells.map((column) => column[row] ?? ''));
    return {
      delimiter: format.delimiter,
      header: format.header,
      encoding: encodings.find(([sentence]) => notes.some((note) => sentence.test(note)))?.[1] ?? 'utf-8',
      rows: format.header ? [columns.map(({ name }) => name), ...body] : body,
      kinds: columns.map(({ type }) => kindOf(type)),
      values: columns.map((column) => ('values' in column ? [...column.values] : undefined)),
    };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
};
