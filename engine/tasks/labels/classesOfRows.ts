import { count } from '../../words/count.ts';
import type { RowLabels } from './rowLabels.ts';

/** The class of each row, or sequence of rows, -1 where it has none that is known, and what is to be said of those. */
export const classesOfRows = (
  rows: number,
  labels: RowLabels | undefined,
  names: readonly string[],
  item: 'row' | 'sequence' = 'row',
): { readonly classes: Int32Array; readonly dropped: readonly string[] } => {
  const ids = new Map(names.map((name, id) => [name, id]));
  const classes = new Int32Array(rows).fill(-1);
  if (!labels) return { classes, dropped: [] };
  let unlabelled = 0;
  for (let row = 0; row < rows; row++) {
    const id = ids.get(labels.textAt(row));
    if (id === undefined) unlabelled++;
    else classes[row] = id;
  }
  if (unlabelled === 0) return { classes, dropped: [] };
  const verb = unlabelled === 1 ? 'is' : 'are';
  const what = count(unlabelled, `${item} has`, `${item}s have`);
  return { classes, dropped: [`${what} no label that the model knows and ${verb} not scored.`] };
};
