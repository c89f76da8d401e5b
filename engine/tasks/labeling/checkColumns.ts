import { describeFirstWord, findColumn, unknownColumn } from '../../files/columns/findColumn.ts';
import type { Table } from '../../files/readTable.ts';
import type { ColumnSummary } from '../../protocol.ts';
import type { ConfigProblem } from '../config/completion.ts';
import type { StepColumns } from './completeLabeling.ts';

/** Adds what is wrong with the columns besides the label's own. */
export const checkColumns = (
  { label, token, inputs, group, time }: StepColumns,
  columns: readonly ColumnSummary[],
  table: Table,
  problems: ConfigProblem[],
): void => {
  const names = columns.map(({ name }) => name);
  const check = (path: string, name: string, others: readonly (string | null | undefined)[]): boolean => {
    if (!names.includes(name)) problems.push({ path, message: unknownColumn(name, names) });
    else if (others.includes(name)) {
      problems.push({ path, message: `'${name}' is there for something else already; choose another column` });
    } else return true;
    return false;
  };
  if (group !== null) check('data.group', group, [label]);
  if (time !== null) check('data.time', time, [label, group]);
  if (token !== null) {
    if (check('data.token', token, [label, group, time])) checkWords(token, columns, problems);
    return;
  }
  if (inputs.length === 0) {
    const message = 'there is no column of words (data.token) and none of numbers besides the label; name one';
    problems.push({ path: 'data.inputs', message });
  }
  for (const name of inputs) {
    if (!check('data.inputs', name, [label, group, time])) continue;
    if (columns.find((column) => column.name === name)?.type === 'number') continue;
    const where = describeFirstWord(table, findColumn(table, name));
    problems.push({
      path: 'data.inputs',
      message: `'${name}' does not hold numbers${where}; choose columns of numbers, or name that of the words in data.token`,
    });
  }
};

const checkWords = (token: string, columns: readonly ColumnSummary[], problems: ConfigProblem[]): void => {
  const type = columns.find(({ name }) => name === token)?.type;
  if (type !== 'number' && type !== 'timestamp') return;
  const what = type === 'number' ? 'numbers' : 'times';
  problems.push({ path: 'data.token', message: `'${token}' holds ${what}, not words; choose a column of words` });
};
