/** Where the classes of a matrix meet: the true one's row, the predicted one's column. */
export interface MatrixPlace {
  readonly row: number;
  readonly column: number;
}

/** Of the examples of each row's class, the share in each cell; 0 in rows without examples. */
export const rowShares = (confusion: readonly (readonly number[])[]): readonly (readonly number[])[] =>
  confusion.map((counts) => {
    const whole = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count) => (whole === 0 ? 0 : count / whole));
  });

/** Whether a cell holds mistakes, which can be looked at. */
export const hasMistakes = (confusion: readonly (readonly number[])[], { row, column }: MatrixPlace): boolean =>
  row !== column && (confusion[row]?.[column] ?? 0) > 0;

/** The first cell with mistakes, by rows; undefined where all is right. */
export const firstMistakes = (confusion: readonly (readonly number[])[]): MatrixPlace | undefined => {
  for (const [row, counts] of confusion.entries()) {
    const column = counts.findIndex((_, at) => hasMistakes(confusion, { row, column: at }));
    if (column >= 0) return { row, column };
  }
  return undefined;
};

/**
 * Where an arrow key leads from a cell with mistakes: to the next one that way in its row or column, else to the
 * nearest in the rows or columns beyond. Undefined for other keys and at the edge.
 */
export const neighbour = (
  confusion: readonly (readonly number[])[],
  from: MatrixPlace,
  key: string,
): MatrixPlace | undefined => {
  const way = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[key];
  if (!way) return undefined;
  const [down = 0, right = 0] = way;
  const size = confusion.length;
  let nearest: MatrixPlace | undefined;
  for (let along = 1; along < size; along += 1) {
    for (let aside = 0; aside < size; aside += 1) {
      for (const shift of [aside, -aside]) {
        const row = from.row + down * along + (right === 0 ? 0 : shift);
        const column = from.column + right * along + (down === 0 ? 0 : shift);
        const isInside = row >= 0 && row < size && column >= 0 && column < size;
        if (!isInside || !hasMistakes(confusion, { row, column })) continue;
        if (aside === 0) return { row, column };
        nearest ??= { row, column };
      }
    }
  }
  return nearest;
};
