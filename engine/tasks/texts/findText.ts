import type { ColumnSummary } from '../../protocol.ts';

const textName =
  /^(texts?|messages?|sentences?|reviews?|comments?|tweets?|body|content|description|document|title|name|question|utterance|phrase|input)$/i;
/** More different values are too many for classes. */
const mostClasses = 50;

/** The column of the longest texts, one with a telling name before others. */
export const findText = (columns: readonly ColumnSummary[]): ColumnSummary | undefined => {
  const texts = columns.filter(isText);
  const named = texts.filter(isCalledText);
  return longest(named.length > 0 ? named : texts);
};

/** Whether a column's name says that it holds texts. */
export const isCalledText = ({ name }: ColumnSummary): boolean => textName.test(name);

/** What repeats itself is a text too where there are too many different ones for classes. */
const isText = ({ type, distinct = 0 }: ColumnSummary): boolean =>
  type === 'text' || (type === 'category' && distinct > mostClasses);

const longest = (columns: readonly ColumnSummary[]): ColumnSummary | undefined =>
  columns.reduce<ColumnSummary | undefined>(
    (best, column) => ((column.meanCharacters ?? 0) > (best?.meanCharacters ?? -1) ? column : best),
    undefined,
  );
