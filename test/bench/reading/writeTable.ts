import type { Encoding } from './subject.ts';

/** How rows become a file. */
export interface Writing {
  readonly delimiter: string;
  /** Which cells stand in quotes though they need none. */
  readonly quotes: 'needed' | 'texts' | 'all' | 'never';
  readonly lineEnd: '\n' | '\r\n' | '\r';
  /** Whether the last line has one too. */
  readonly isEnded: boolean;
  readonly encoding: Encoding;
  readonly hasMark: boolean;
}

/** Rows, and lines that are none. */
export type Line = { readonly cells: readonly string[] } | { readonly line: string };

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

const writeCell = (cell: string, { delimiter, quotes }: Writing): string => {
  if (quotes === 'never') return cell;
  if (quotes === 'all') return quoted(cell);
  const isNeeded = cell.includes(delimiter) || /["\r\n]/.test(cell) || cell.startsWith('#');
  return isNeeded || (quotes === 'texts' && !/^[-\d]/.test(cell)) ? quoted(cell) : cell;
};

export const writeTable = (lines: readonly Line[], writing: Writing): Buffer => {
  const { delimiter, lineEnd, isEnded, encoding, hasMark } = writing;
  const written = lines.map((line) =>
    'line' in line ? line.line : line.cells.map((cell) => writeCell(cell, writing)).join(delimiter),
  );
  const text = written.join(lineEnd) + (isEnded ? lineEnd : '');
  return encode((hasMark ? '\ufeff' : '') + text, encoding);
};

const encode = (text: string, encoding: Encoding): Buffer => {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text, 'utf8');
    case 'utf-16le':
      return Buffer.from(text, 'utf16le');
    case 'utf-16be':
      return Buffer.from(text, 'utf16le').swap16();
    case 'windows-1252':
      return Buffer.from([...text].map((character) => byteOf(character) ?? 0x3f));
  }
};

/** Of Windows-1252, the characters that are elsewhere in Unicode. */
const moved = new Map<string, number>();
for (let byte = 0x80; byte < 0xa0; byte++) moved.set(new TextDecoder('windows-1252').decode(Buffer.of(byte)), byte);

const byteOf = (character: string): number | undefined => {
  const code = character.codePointAt(0) ?? 0;
  return moved.get(character) ?? (code < 0x80 || (code >= 0xa0 && code < 0x100) ? code : undefined);
};

/** Whether Windows-1252 has all characters of a text, and some that are not in ASCII. */
export const fitsWindows1252 = (text: string): boolean =>
  [...text].every((character) => byteOf(character) !== undefined) && /[^\0-\x7f]/.test(text);
