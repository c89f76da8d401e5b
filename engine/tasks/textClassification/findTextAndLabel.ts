import type { ColumnSummary } from '../../protocol.ts';
import { findText } from '../texts/findText.ts';

const labelName =
  /^(labels?|class|classes|target|category|kind|type|y|sentiment|polarity|topic|intent|emotion|language|lang|spam|tag|genre|origin|nationality|author|stars|rating|outcome)$/i;
const mostClasses = 50;

/** A column of texts and one of classes that may go with it. */
export interface TextAndLabel {
  readonly text: ColumnSummary;
  readonly label: ColumnSummary;
}

/** The two columns by which texts could be told apart, as far as names and contents tell, in a table of so many rows. */
export const findTextAndLabel = (columns: readonly ColumnSummary[], rows: number): TextAndLabel | undefined => {
  const text = findText(columns);
  const label = text && findLabelBeside(columns, text, rows);
  return text && label && (labelName.test(label.name) || isShared(label, rows)) ? { text, label } : undefined;
};

/**
 * Of few classes: a column with a telling name, else the last one of words, else the last of small whole numbers. What
 * rows do not have in common comes after what they have.
 */
export const findLabelBeside = (
  columns: readonly ColumnSummary[],
  text: ColumnSummary,
  rows: number,
): ColumnSummary | undefined => {
  const others = columns.filter(({ name }) => name !== text.name).filter(holdsClasses);
  const shared = others.filter((column) => isShared(column, rows));
  return (
    others.findLast(({ name }) => labelName.test(name)) ??
    shared.findLast(({ type }) => type === 'category') ??
    shared.at(-1) ??
    others.at(-1)
  );
};

const holdsClasses = ({ type, distinct, decimals, min }: ColumnSummary): boolean =>
  distinct !== undefined &&
  distinct >= 2 &&
  distinct <= mostClasses &&
  (type === 'category' || (type === 'number' && decimals === 0 && (min ?? -1) >= -1));

/** A value that hardly any two rows have in common, as the number of a row, is the name of a row rather than its class. */
const isShared = ({ distinct = 0, missing }: ColumnSummary, rows: number): boolean => 2 * distinct <= rows - missing;
