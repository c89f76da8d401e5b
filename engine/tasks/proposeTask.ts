import type { Table } from '../files/readTable.ts';
import type { ColumnSummary } from '../protocol.ts';
import { tasks } from './registry.ts';

/** What a table seems to be for, and why in one sentence. */
export interface TaskProposal {
  readonly task: string;
  readonly why: string;
  /** 0 for what is taken where nothing else fits. */
  readonly certainty: number;
}

/** The task that is surest of a table with these columns; undefined where none takes it. */
export const proposeTask = (columns: readonly ColumnSummary[], table: Table): TaskProposal | undefined => {
  let best: TaskProposal | undefined;
  for (const task of tasks) {
    const recognition = task.recognise(columns, table.rows, table);
    if (recognition && (!best || recognition.certainty > best.certainty)) best = { task: task.name, ...recognition };
  }
  return best;
};
