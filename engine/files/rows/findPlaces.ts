import type { CellPlace } from '../../protocol.ts';
import { readDecodedChunks, readUtf8Chunks } from '../decoding/decodedChunks.ts';
import { EditorLines, positionAt } from './editorLines.ts';
import { findCell } from './locateCell.ts';
import { quoteCell, unquoteCell } from './quoteCell.ts';
import { type CellFormat, RowReader } from './tableRows.ts';

/** Characters on either side by which an editor knows the place again. */
const mostAround = 100;

/** A row of a table as it stands in the file. */
export interface FoundRow {
  /** The editor's, from 0, that it begins on. */
  readonly line: number;
  readonly cells: readonly string[];
  readonly raw: string;
}

/** The rows that begin on these lines of a table, by line (from 1). Reads the file up to the last of them. */
export const findRows = async (
  file: string,
  format: CellFormat,
  wanted: ReadonlySet<number>,
): Promise<ReadonlyMap<number, FoundRow>> => {
  const found = new Map<number, FoundRow>();
  if (wanted.size === 0) return found;
  const lines = new EditorLines();
  const reader = new RowReader(file, format, ({ rows, lineOf, rawOf }) => {
    for (const [index, cells] of rows.entries()) {
      const line = lineOf(index);
      if (wanted.has(line)) found.set(line, { line: lines.lineOf(line), cells, raw: rawOf(index) });
    }
  });
  for await (const piece of readDecodedChunks(file, readUtf8Chunks(file, {}, format.encoding))) {
    lines.add(piece);
    reader.push(piece, false);
    if (found.size === wanted.size) return found;
  }
  reader.push('', true);
  return found;
};

/**
 * Where cell `cell` of a row stands, and how `text` is written there. Undefined where there is no such cell, or no way
 * to write the text.
 */
export const placeOfCell = (
  { line, cells, raw }: FoundRow,
  cell: number,
  text: string,
  format: CellFormat,
): CellPlace | undefined => {
  const span = findCell(raw, cell, format);
  const written = quoteCell(text, format, cell === 0);
  if (!span || written === undefined) return undefined;
  const { start, end } = span;
  const content = raw.slice(start, end);
  // What is there is what was read: whoever wrote over another cell would spoil it.
  if (unquoteCell(content, format) !== cells[cell]) return undefined;
  const [before = ''] = raw
    .slice(0, start)
    .split(/[\r\n]/)
    .slice(-1);
  const [after = ''] = raw.slice(end).split(/[\r\n]/, 1);
  return {
    start: positionAt(raw, start, line),
    end: positionAt(raw, end, line),
    content,
    before: before.slice(-mostAround),
    after: after.slice(0, mostAround),
    written,
  };
};
