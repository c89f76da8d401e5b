import { isLanguageName, isSourceName, isTargetName } from '../../files/pairNames.ts';
import type { ColumnSummary } from '../../protocol.ts';

const mostClasses = 50;

/** A column of texts and the one of what they become. */
export interface Pair {
  readonly source: ColumnSummary;
  readonly target: ColumnSummary;
  /** Whether the columns' names say so. */
  readonly isNamed: boolean;
}

/** The two columns that may be a source and its translation, as far as names and contents tell. */
export const findPair = (columns: readonly ColumnSummary[]): Pair | undefined => {
  const texts = columns.filter(holdsTexts);
  const [first, second] = texts;
  if (!first || !second) return undefined;
  const [from, to] = texts.filter(({ name }) => isLanguageName(name));
  if (from && to) return { source: from, target: to, isNamed: true };
  const target = texts.find(({ name }) => isTargetName(name));
  const source = texts.find((column) => column !== target && isSourceName(column.name));
  if (source && target) return { source, target, isNamed: true };
  if (target) return { source: target === first ? second : first, target, isNamed: false };
  if (source) return { source, target: source === first ? second : first, isNamed: false };
  return { source: first, target: second, isNamed: false };
};

/** What repeats itself is a text too where there are too many different ones for classes. */
export const holdsTexts = ({ type, distinct = 0 }: ColumnSummary): boolean =>
  type === 'text' || (type === 'category' && distinct > mostClasses);
