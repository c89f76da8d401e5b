import { unknownColumn } from '../../files/columns/findColumn.ts';
import type { Table } from '../../files/readTable.ts';
import { groupRows, type RowGroups } from '../../files/sequences/rowGroups.ts';
import type { ColumnSummary } from '../../protocol.ts';
import { checkTimes } from '../checkTimes.ts';
import type { ConfigProblem } from '../config/completion.ts';

/** The sequences that a column tells apart; where there is no such column, a problem. Throws as `groupRows` does. */
export const findGroup = (table: Table, group: string, problems: ConfigProblem[]): RowGroups | undefined => {
  const names = table.columns.map(({ name }) => name);
  if (names.includes(group)) return groupRows(table, group);
  problems.push({ path: 'data.group', message: unknownColumn(group, names) });
  return undefined;
};

/** Adds a problem where there is no such column of times. Throws as `checkTimes` does. */
export const checkTime = (
  time: string,
  columns: readonly ColumnSummary[],
  table: Table,
  groups: RowGroups | undefined,
  problems: ConfigProblem[],
): void => {
  if (!columns.some(({ name }) => name === time)) {
    const names = columns.map(({ name }) => name);
    problems.push({ path: 'data.time', message: unknownColumn(time, names) });
  } else if (groups) checkTimes(table, groups.starts, time);
};
