/** Those further up lie above the last row, whatever is cut off below it. */
const mostKept = 1 << 14;

/** The blank lines below the first row of a table, as far as they are known to lie above its last one. */
export class BlankLines {
  private readonly lines: number[] = [];
  private first: number | undefined;
  private forgotten = 0;

  /** A line, from 1, behind those before. */
  add(line: number): void {
    this.first ??= line;
    this.lines.push(line);
    if (this.lines.length < 2 * mostKept) return;
    this.forgotten += mostKept;
    this.lines.splice(0, mostKept);
  }

  /**
   * What is told of those above the line of the last row. Those at the end of a file are no gap. `width` is the table's,
   * where a blank line may be a row without a value.
   */
  describe(lastLine: number, width?: number): string[] {
    const between = this.forgotten + this.lines.filter((line) => line < lastLine).length;
    if (between === 0 || this.first === undefined) return [];
    const left =
      between === 1
        ? `1 blank line between rows is no row and left out (line ${this.first})`
        : `${between} blank lines between rows are no rows and left out (the first is line ${this.first})`;
    return [width === 1 ? `${left}; where a value is missing there, write NA.` : `${left}.`];
  }
}
