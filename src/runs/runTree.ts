import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Capability } from '../../engine/protocol.ts';
import { Disposable } from '../disposable.ts';
import { fileKey, fileLabel } from '../dataFiles.ts';
import { escapeMarkdown } from '../escapeMarkdown.ts';
import { headlineWords } from './headlineWords.ts';
import type { Run } from './run.ts';
import type { RunRegistry } from './runRegistry.ts';
import { canResume } from './runState.ts';
import {
  formatDuration,
  headlineOf,
  headlineText,
  metricsTable,
  modelTitle,
  progressText,
  stateIcons,
} from './runText.ts';
import { runsView } from '../viewIds.ts';
import { type RunWord, capabilityWords } from '../whenWords.ts';

/** Least time between two redraws of a run that trains, in milliseconds. */
const redrawEvery = 500;

interface FileNode {
  readonly file: string;
  readonly runs: readonly Run[];
}
type Node = FileNode | Run;

/** The runs, grouped by data file; the file trained on last stands first. */
export class RunTree extends Disposable implements vscode.TreeDataProvider<Node> {
  private readonly change = this.register(new vscode.EventEmitter<Node | undefined>());
  readonly onDidChangeTreeData = this.change.event;
  private readonly runs: RunRegistry;
  private readonly stale = new Set<Run>();
  private timer: NodeJS.Timeout | undefined;

  constructor(runs: RunRegistry) {
    super();
    this.runs = runs;
    this.register(
      runs.onDidChange((run) => {
        if (run) this.redrawSoon(run);
        else this.change.fire(undefined);
      }),
    );
    this.register(vscode.window.createTreeView(runsView, { treeDataProvider: this, showCollapseAll: true }));
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node) return 'runs' in node ? [...node.runs] : [];
    await this.runs.load();
    // Their numbers are called and written as their tasks have it.
    if (this.runs.runs.some((run) => run.hasModel)) void this.runs.tasks.load();
    const groups = new Map<string, Run[]>();
    for (const run of this.runs.runs) {
      const key = run.record ? fileKey(run.record.file) : '';
      groups.set(key, [...(groups.get(key) ?? []), run]);
    }
    return [...groups.values()].flatMap((runs): Node[] => {
      const file = runs[0]?.record?.file;
      return file === undefined ? runs : [{ file, runs }];
    });
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return 'runs' in node ? fileItem(node) : runItem(node);
  }

  resolveTreeItem(item: vscode.TreeItem, node: Node): vscode.TreeItem {
    if (!('runs' in node)) item.tooltip = tooltipOf(node);
    return item;
  }

  override dispose(): void {
    clearTimeout(this.timer);
    super.dispose();
  }

  private redrawSoon(run: Run): void {
    this.stale.add(run);
    this.timer ??= setTimeout(() => {
      for (const changed of this.stale) this.change.fire(changed);
      this.stale.clear();
      this.timer = undefined;
    }, redrawEvery);
  }
}

const fileItem = ({ file }: FileNode): vscode.TreeItem => {
  const item = new vscode.TreeItem(basename(file), vscode.TreeItemCollapsibleState.Expanded);
  item.id = `file:${file}`;
  item.description = fileLabel(file) === basename(file) ? '' : fileLabel(file);
  item.resourceUri = vscode.Uri.file(file);
  item.iconPath = vscode.ThemeIcon.File;
  item.contextValue = 'file';
  return item;
};

const runItem = (run: Run): vscode.TreeItem => {
  const item = new vscode.TreeItem(run.record ? modelTitle(run.record.config) : run.title);
  item.id = run.folder;
  item.description = descriptionOf(run);
  item.iconPath = iconOf(run);
  item.contextValue = contextOf(run);
  item.command = { title: vscode.l10n.t('Open Run'), command: 'rnnStudio.openRun', arguments: [run] };
  item.accessibilityInformation = { label: `${run.title}, ${run.state}, ${item.description}` };
  return item;
};

const descriptionOf = (run: Run): string => {
  const { record, state, task } = run;
  const metric = record && headlineText(record, task, headlineWords());
  switch (state) {
    case 'starting':
      return vscode.l10n.t('starting');
    case 'running':
      return vscode.l10n.t('epoch {0}', progressText(run.progress));
    case 'paused':
      return vscode.l10n.t('paused · epoch {0}', progressText(run.progress));
    case 'finished':
      return metric ?? vscode.l10n.t('finished');
    case 'stopped':
      return [vscode.l10n.t('stopped'), metric].filter(Boolean).join(' · ');
    case 'failed':
      return [vscode.l10n.t('failed'), record?.error?.message].filter(Boolean).join(' · ');
    case 'interrupted':
      return vscode.l10n.t('interrupted · epoch {0}', progressText(run.progress));
    case 'deleted':
      return vscode.l10n.t('deleted');
  }
};

const iconOf = ({ state, record }: Run): vscode.ThemeIcon => {
  const beats = record && headlineOf(record)?.beatsBaseline;
  const color =
    state === 'finished' && beats
      ? 'testing.iconPassed'
      : state === 'failed'
        ? 'testing.iconFailed'
        : state === 'interrupted'
          ? 'list.warningForeground'
          : undefined;
  return new vscode.ThemeIcon(stateIcons[state], color && new vscode.ThemeColor(color));
};

const wordOf = (capability: Capability): readonly RunWord[] =>
  isInMenus(capability) ? [capabilityWords[capability]] : [];

const isInMenus = (capability: Capability): capability is keyof typeof capabilityWords => capability in capabilityWords;

/** Words that the menus of package.json look for. */
const contextOf = (run: Run): string => {
  const { state } = run;
  const words: RunWord[] = ['run'];
  if (run.isLive) words.push(state === 'paused' ? 'livePaused' : 'liveRunning');
  if (canResume(state)) words.push('resumable');
  if (run.hasModel) words.push('hasModel', ...(run.task?.capabilities ?? []).flatMap(wordOf));
  return words.join(' ');
};

/** What `run.json` says comes from outside, like the names of files: it is shown as it stands. */
const tooltipOf = (run: Run): vscode.MarkdownString => {
  const { record, task } = run;
  if (!record) return new vscode.MarkdownString(escapeMarkdown(run.title));
  const { config, best, baselines, test, seconds, choices, error } = record;
  const network = `${task?.title ?? config.task} · ${record.parameters.toLocaleString()} ${vscode.l10n.t('parameters')} · ${record.kernels} × ${record.threads}`;
  const origin = `${fileLabel(record.file)} · ${new Date(record.created).toLocaleString()} · ${formatDuration(seconds)}`;
  const paragraphs = [
    ...[run.title, network, origin, ...(error ? [error.message] : [])].map(escapeMarkdown),
    ...(best ? [metricsTable({ [vscode.l10n.t('validation')]: best.metrics, ...baselines }, task)] : []),
    ...(test ? [metricsTable({ [vscode.l10n.t('test')]: test.metrics, ...test.baselines }, task)] : []),
    choices.map((choice) => `- ${escapeMarkdown(choice)}`).join('\n'),
  ];
  return new vscode.MarkdownString(paragraphs.join('\n\n'));
};
