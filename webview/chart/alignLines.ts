import type { Line } from './decimate.ts';

/** Lines over one common x, with `undefined` where a line has no point there: what uPlot draws as a joined line. */
export interface AlignedLines {
  readonly x: number[];
  readonly y: (number | null | undefined)[][];
}

/** Merges lines with ascending x of their own into one table. */
export const alignLines = (lines: readonly Line[]): AlignedLines => {
  const x = [...new Set(lines.flatMap((line) => line.x))].sort((a, b) => a - b);
  const y = lines.map((line) => {
    const row: (number | null | undefined)[] = [];
    let next = 0;
    for (const at of x) {
      // A line may report twice at one x; the later value stands.
      let value: number | null | undefined = undefined;
      while (next < line.x.length && (line.x[next] ?? Infinity) <= at) value = line.y[next++] ?? null;
      row.push(value);
    }
    return row;
  });
  return { x, y };
};
