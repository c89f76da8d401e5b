import type { ColumnSummary } from '../../protocol.ts';

const labelName = /^(label|class|classes|target|digit|species|category|kind|type|y|variety|outcome)$/i;
const mostClasses = 50;
/** A sequence of fewer numbers is rather a row of a series, unless a column is named as its class. */
const minSequence = 4;

/** The column that seems to hold the class of each row, if there is one and enough numbers to tell it from. */
export const findLabel = (columns: readonly ColumnSummary[]): ColumnSummary | undefined => {
  const numbers = columns.filter(({ type }) => type === 'number').length;
  const isClass = ({ type, distinct, decimals, min }: ColumnSummary): boolean =>
    distinct !== undefined &&
    distinct <= mostClasses &&
    (type === 'category' || (type === 'number' && decimals === 0 && (min ?? -1) >= 0));
  const named = columns.findLast((column) => labelName.test(column.name) && isClass(column));
  if (named && numbers - Number(named.type === 'number') >= neededNumbers(named)) return named;
  const last = columns.at(-1);
  if (!last || !isClass(last)) return undefined;
  // A last column of small integers may be a count; a long row of numbers before it speaks for a label.
  const needed = last.type === 'category' ? minSequence : 16;
  return numbers - Number(last.type === 'number') >= needed ? last : undefined;
};

/** A telling name needs few numbers beside it; a large integer with such a name may as well be a measured value. */
const neededNumbers = ({ type, max = Infinity }: ColumnSummary): number => {
  if (type === 'category') return 1;
  return max < mostClasses ? 2 : minSequence;
};
