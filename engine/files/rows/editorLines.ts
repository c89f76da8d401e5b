/**
 * Turns the lines of a table into those of an editor. To an editor a CR alone ends a line too; a table whose lines end
 * with LF has it within its cells.
 */
export class EditorLines {
  /** Whether lines end with LF; unknown before the first piece. */
  private isFed: boolean | undefined;
  private line = 1;
  /** By CR alone: the line of the table that it is on. Ascending. */
  private readonly extra: number[] = [];

  /** Takes the next piece of the text. A piece does not cut a CRLF. */
  add(piece: string): void {
    this.isFed ??= piece.includes('\n');
    if (!this.isFed) return;
    if (!/\r(?!\n)/.test(piece)) {
      for (let at = piece.indexOf('\n'); at >= 0; at = piece.indexOf('\n', at + 1)) this.line++;
      return;
    }
    for (const [found] of piece.matchAll(/\r(?!\n)|\n/g)) {
      if (found === '\n') this.line++;
      else this.extra.push(this.line);
    }
  }

  /** The editor's line, from 0, that line `line` (from 1) of the table begins on. */
  lineOf(line: number): number {
    const first = this.extra.findIndex((other) => other >= line);
    return line - 1 + (first < 0 ? this.extra.length : first);
  }
}

/** Where `offset` of a text stands that begins on line `line` of an editor. */
export const positionAt = (text: string, offset: number, line: number): { line: number; character: number } => {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: line + lines.length - 1, character: lines.at(-1)?.length ?? 0 };
};
