import { unknownColumn } from '../../files/columns/findColumn.ts';
import type { ColumnSummary } from '../../protocol.ts';
import type { ConfigProblem } from '../config/completion.ts';

/** Adds what is wrong with the column of texts. */
export const checkText = (
  name: string | undefined,
  column: ColumnSummary | undefined,
  columns: readonly ColumnSummary[],
  problems: ConfigProblem[],
): void => {
  const path = 'data.text';
  if (name === undefined) {
    problems.push({ path, message: 'no column holds texts; name the one to learn from' });
  } else if (!column) {
    const names = columns.map((each) => each.name);
    problems.push({ path, message: unknownColumn(name, names) });
  } else if (column.type === 'number' || column.type === 'timestamp') {
    const what = column.type === 'number' ? 'numbers' : 'times';
    problems.push({ path, message: `'${name}' holds ${what}, not texts; choose a column of words` });
  }
};
