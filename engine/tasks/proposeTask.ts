import type { ColumnSummary } from '../protocol.ts';
import { tasks } from './registry.ts';

/** What a table seems to be for, and why in one sentence. */
export interface TaskProposal {
  readonly task: string;
  readonly why: string;
}

/** The task that is surest of a table with these columns; undefined where none takes it. */
export const proposeTask = (columns: readonly ColumnSummary[]): TaskProposal | undefined => {
  let best: { readonly proposal: TaskProposal; readonly certainty: number } | undefined;
  for (const task of tasks) {
    const recognition = task.recognise(columns);
    if (!recognition || (best && best.certainty >= recognition.certainty)) continue;
    best = { proposal: { task: task.name, why: recognition.why }, certainty: recognition.certainty };
  }
  return best?.proposal;
};
