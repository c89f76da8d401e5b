import * as vscode from 'vscode';
import type { ComparedRun } from '../../webview/protocol.ts';
import { runItem } from '../runs/pickRun.ts';
import type { Run } from '../runs/run.ts';
import type { RunPanels } from './runPanels.ts';
import type { RunRegistry } from '../runs/runRegistry.ts';

/** More lines than can be told apart help nobody. */
const mostCompared = 5;

/** Lets a person choose runs whose validation curves are laid over that of `run`, in its panel. */
export const compareRuns = async (runs: RunRegistry, panels: RunPanels, run: Run): Promise<void> => {
  const others = runs.runs.filter((other) => isComparable(run, other));
  if (others.length === 0) {
    throw new Error(
      vscode.l10n.t('{0} has no other run on the same file and with the same task to be compared with.', run.title),
    );
  }
  const compared = new Set(panels.comparedWith(run));
  const choice = await vscode.window.showQuickPick(
    others.map((other) => ({ ...runItem(other), picked: compared.has(other.id) })),
    {
      title: vscode.l10n.t('Compare {0} With', run.title),
      placeHolder: vscode.l10n.t('Up to {0} runs; none ends the comparison', mostCompared),
      canPickMany: true,
      matchOnDescription: true,
      matchOnDetail: true,
    },
  );
  if (!choice) return;
  panels.compare(
    run,
    choice.slice(0, mostCompared).map(({ run: other }) => other),
  );
};

/** Runs are measured alike on the same file by the same metric; their losses may differ in kind and in scale. */
const isComparable = ({ id, record }: Run, other: Run): boolean =>
  other.id !== id &&
  other.hasModel &&
  other.record !== undefined &&
  other.record.file === record?.file &&
  other.record.headline.metric === record.headline.metric;

/** The validation curve of a run, by the metric that stands in its headline. */
export const curveOf = async (run: Run): Promise<ComparedRun> => {
  const { id, title, events, record } = await run.snapshot();
  const epochs = events.filter((event) => event.event === 'epoch');
  const metric = record?.headline.metric ?? '';
  const begun = record ? new Date(record.created) : undefined;
  return {
    id,
    title: [title.split(' · ').at(-1), begun?.toLocaleString([], { dateStyle: 'short', timeStyle: 'medium' })]
      .filter(Boolean)
      .join(' · '),
    epoch: epochs.map(({ epoch }) => epoch),
    step: epochs.map(({ step }) => step),
    time: epochs.map(({ seconds }) => seconds),
    value: epochs.map(({ metrics }) => metrics[metric] ?? null),
  };
};
