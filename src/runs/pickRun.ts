import * as vscode from 'vscode';
import { fileLabel } from '../dataFiles.ts';
import { headlineWords } from './headlineWords.ts';
import { Run } from './run.ts';
import type { RunRegistry } from './runRegistry.ts';
import { headlineText, stateIcons } from './runText.ts';

/** The run that a command is about: the one it was called on, by itself or by id, else the only one, else the person's choice. */
export const pickRun = async (
  runs: RunRegistry,
  target: unknown,
  title: string,
  isFit: (run: Run) => boolean,
): Promise<Run | undefined> => {
  if (target instanceof Run) return target;
  await Promise.all([runs.load(), runs.tasks.load()]);
  if (typeof target === 'string') return runs.get(target);
  const fit = runs.runs.filter(isFit);
  if (fit.length === 0)
    throw new Error(vscode.l10n.t('{0}: there is no such run yet. Train RNN on a file first.', title));
  if (fit.length === 1) return fit[0];
  const choice = await vscode.window.showQuickPick(fit.map(runItem), {
    title,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return choice?.run;
};

interface RunItem extends vscode.QuickPickItem {
  readonly run: Run;
}

export const runItem = (run: Run): RunItem => {
  const { record, task } = run;
  return {
    run,
    label: `$(${stateIcons[run.state]}) ${run.title}`,
    description: (record && headlineText(record, task, headlineWords())) ?? '',
    detail: record ? `${fileLabel(record.file)} · ${new Date(record.created).toLocaleString()}` : '',
  };
};
