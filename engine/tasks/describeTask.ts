import { tableFields } from '../config.ts';
import { cellNames, specOf } from '../network/cells/findCell.ts';
import type { TaskDescription } from '../records/taskDescription.ts';
import { pathsOf } from './config/fieldsOfTasks.ts';
import type { Task } from './task.ts';

const formatPaths: ReadonlySet<string> = new Set(Object.keys(tableFields).map((field) => `data.${field}`));

/** A task as the editor and the command line are told of it. */
export const describeTask = (task: Task): TaskDescription => {
  const paths = pathsOf(task);
  return {
    ...task.description,
    ...(task.backtest && { canBacktest: true }),
    ownPaths: paths.filter((path) => !formatPaths.has(path)),
    formatPaths: paths.filter((path) => formatPaths.has(path)),
    cells: cellNames.map((name) => ({ name, label: specOf({ cell: name }).label })),
  };
};
