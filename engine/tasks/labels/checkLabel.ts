import type { Config, Split } from '../../config.ts';
import { count } from '../../words/count.ts';
import { splitPoints } from '../../encoding/splitPoints.ts';
import { mostDistinct } from '../../files/columns/column.ts';
import { unknownColumn } from '../../files/columns/findColumn.ts';
import type { Table } from '../../files/readTable.ts';
import type { RowGroups } from '../../files/sequences/rowGroups.ts';
import type { ColumnSummary } from '../../protocol.ts';
import type { ConfigProblem } from '../config/completion.ts';
import { findWeightProblems } from './classWeights.ts';
import { labelsOfGroups } from './groupLabels.ts';
import { listLabels, readLabels } from './rowLabels.ts';
import { rowsWhere } from './rowsWhere.ts';

/**
 * Number of classes of a label column, at least 2; adds what is wrong with it, with the weights of its
 * classes, or with the split of its rows, or of `groups` of them. Throws an `InputError` for a group with two labels.
 */
export const checkLabel = (
  label: string,
  columns: readonly ColumnSummary[],
  table: Table,
  split: Split,
  training: Config['training'],
  problems: ConfigProblem[],
  groups?: RowGroups,
): number => {
  const path = 'data.label';
  const column = columns.find(({ name }) => name === label);
  if (!column) {
    const names = columns.map(({ name }) => name);
    problems.push({ path, message: unknownColumn(label, names) });
    return 2;
  }
  if (column.type === 'text' || column.type === 'timestamp' || column.distinct === undefined) {
    const what = column.type === 'timestamp' ? 'times' : `more than ${mostDistinct} different values`;
    problems.push({ path, message: `'${label}' holds ${what}, not classes; choose a column with few values` });
    return 2;
  }
  const classes = listLabels(table, readLabels(table, label));
  const labelled = groups ? countLabelled(table, groups, label) : table.rows - column.missing;
  const item = groups ? 'sequence' : 'row';
  if (classes.length < 2) {
    const only = classes[0] === undefined ? 'no class at all' : `one class only, '${classes[0]}'`;
    problems.push({ path, message: `'${label}' has ${only}; there is nothing to tell apart` });
  } else if (classes.length === labelled) {
    const message = `'${label}' is different in each of its ${labelled} ${item}s; classes are values that ${item}s have in common`;
    problems.push({ path, message });
  }
  problems.push(...findWeightProblems(training ?? {}, classes));
  const { validStart, testStart } = splitPoints(labelled, split);
  const isShort =
    validStart < 1 || (split.valid > 0 && testStart === validStart) || (split.test > 0 && testStart === labelled);
  if (isShort) {
    problems.push({
      path: 'data.split',
      message: `${count(labelled, `labelled ${item}`)} are too few for three splits; add ${item}s`,
    });
  }
  return Math.max(2, classes.length);
};

const countLabelled = (table: Table, groups: RowGroups, label: string): number => {
  const { textAt } = labelsOfGroups(table, groups, label);
  return rowsWhere(groups.count, (group) => textAt(group) !== '').length;
};
