import type { CellPlace } from '../../engine/protocol.ts';

/** What a text document is to who looks for a cell in it. */
interface Lines {
  readonly lineCount: number;
  lineAt(line: number): { readonly text: string };
}

/** Whether the cell of a file that was predicted still stands in the document where it stood in the file, and its row around it. */
export const standsThere = (document: Lines, { start, end, content, before, after }: CellPlace): boolean => {
  if (end.line >= document.lineCount) return false;
  // A document has one kind of line end, whatever its file has.
  const wanted = `${before}${content}${after}`.split(/\r\n|\r|\n/);
  if (wanted.length !== end.line - start.line + 1) return false;
  const from = start.character - before.length;
  const to = end.character + after.length;
  return wanted.every((text, index) => {
    const line = document.lineAt(start.line + index).text;
    const first = index === 0 ? from : 0;
    const last = index === wanted.length - 1 ? to : line.length;
    return first >= 0 && last <= line.length && line.slice(first, last) === text;
  });
};
