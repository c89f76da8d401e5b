import type { ColumnSummary } from '../../protocol.ts';

const textName =
  /^(texts?|messages?|sentences?|reviews?|comments?|tweets?|body|content|description|document|title|name|question|utterance|phrase|input)$/i;
const labelName =
  /^(labels?|class|classes|target|category|kind|type|y|sentiment|polarity|topic|intent|emotion|language|lang|spam|tag|genre|origin|nationality|author|stars|rating|outcome)$/i;
const mostClasses = 50;

/** A column of texts and one of classes that may go with it. */
export interface TextAndLabel {
  readonly text: ColumnSummary;
  readonly label: ColumnSummary;
}

/** The two columns by which texts could be told apart, as far as names and contents tell. */
export const findTextAndLabel = (columns: readonly ColumnSummary[]): TextAndLabel | undefined => {
  const text = findText(columns);
  const label = text && findLabelBeside(columns, text);
  return text && label && { text, label };
};

/** The column of the longest texts, one with a telling name before others. */
export const findText = (columns: readonly ColumnSummary[]): ColumnSummary | undefined => {
  const texts = columns.filter(isText);
  const named = texts.filter(({ name }) => textName.test(name));
  return longest(named.length > 0 ? named : texts);
};

/** Of few classes: a column with a telling name, else the last one of words, else the last of small whole numbers. */
export const findLabelBeside = (columns: readonly ColumnSummary[], text: ColumnSummary): ColumnSummary | undefined => {
  const others = columns.filter(({ name }) => name !== text.name).filter(holdsClasses);
  return (
    others.findLast(({ name }) => labelName.test(name)) ??
    others.findLast(({ type }) => type === 'category') ??
    others.at(-1)
  );
};

/** What repeats itself is a text too where there are too many different ones for classes. */
const isText = ({ type, distinct = 0 }: ColumnSummary): boolean =>
  type === 'text' || (type === 'category' && distinct > mostClasses);

const holdsClasses = ({ type, distinct, decimals, min }: ColumnSummary): boolean =>
  distinct !== undefined &&
  distinct >= 2 &&
  distinct <= mostClasses &&
  (type === 'category' || (type === 'number' && decimals === 0 && (min ?? -1) >= -1));

const longest = (columns: readonly ColumnSummary[]): ColumnSummary | undefined =>
  columns.reduce<ColumnSummary | undefined>(
    (best, column) => ((column.meanCharacters ?? 0) > (best?.meanCharacters ?? -1) ? column : best),
    undefined,
  );
