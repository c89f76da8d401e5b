import type { Task } from '../config.ts';
import type { ColumnSummary } from '../protocol.ts';

/** What a table seems to be for, and why in one sentence. */
export interface TaskProposal {
  readonly task: Task;
  readonly why: string;
}

const labelName = /^(label|class|classes|target|digit|species|category|kind|type|y|variety|outcome)$/i;
const maxClasses = 50;
/** A sequence of fewer numbers is rather a row of a series, unless a column is named as its class. */
const minSequence = 4;

/** A series when it has a time, a row a sequence when it ends in a class after many numbers, else a series again. */
export const proposeTask = (columns: readonly ColumnSummary[]): TaskProposal => {
  const numbers = columns.filter(({ type }) => type === 'number');
  const time = columns.find(({ type }) => type === 'timestamp');
  if (time) {
    return {
      task: 'forecast',
      why: `'${time.name}' is a time and ${count(numbers.length, 'column holds', 'columns hold')} numbers.`,
    };
  }
  const label = findLabel(columns);
  if (label) {
    const others = numbers.filter(({ name }) => name !== label.name).length;
    const classes = label.distinct === undefined ? '' : ` with ${count(label.distinct, 'class', 'classes')}`;
    return {
      task: 'sequence-classification',
      why: `'${label.name}' looks like a label${classes}, the ${count(others, 'other number')} of a row like a sequence.`,
    };
  }
  if (numbers.length === 0) {
    return {
      task: 'forecast',
      why: 'No column holds numbers, which a forecast would need; see whether the columns are cut right.',
    };
  }
  return {
    task: 'forecast',
    why: `${count(numbers.length, 'column')} of numbers and no column that looks like a label: the rows are taken as a series in order.`,
  };
};

/** The column that seems to hold the class of each row, if there is one and enough numbers to tell it from. */
export const findLabel = (columns: readonly ColumnSummary[]): ColumnSummary | undefined => {
  const numbers = columns.filter(({ type }) => type === 'number').length;
  const isClass = ({ type, distinct, decimals, min }: ColumnSummary): boolean =>
    distinct !== undefined &&
    distinct <= maxClasses &&
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
  return max < maxClasses ? 2 : minSequence;
};

export const count = (number: number, noun: string, plural = `${noun}s`): string =>
  `${number} ${number === 1 ? noun : plural}`;
