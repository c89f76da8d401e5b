import { count } from '../../words/count.ts';
import { shorten } from '../../words/shorten.ts';
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
  let unknown = 0;
  const others = new Set<string>();
  for (let row = 0; row < rows; row++) {
    const text = labels.textAt(row);
    const id = ids.get(text);
    if (id !== undefined) classes[row] = id;
    else if (text === '') unlabelled++;
    else {
      unknown++;
      if (others.size <= mostTold) others.add(text);
    }
  }
  const told = [...others].slice(0, mostTold).map((text) => `'${shorten(text)}'`);
  const which = [...told, ...(others.size > mostTold ? ['…'] : [])].join(', ');
  return {
    classes,
    dropped: [
      ...describe(unlabelled, item, 'no label'),
      ...describe(unknown, item, `a label that the model does not know (${which})`),
    ],
  };
};

const mostTold = 3;

const describe = (number: number, item: string, what: string): string[] =>
  number > 0
    ? [`${count(number, `${item} has`, `${item}s have`)} ${what} and ${number === 1 ? 'is' : 'are'} not scored.`]
    : [];
