import * as vscode from 'vscode';
import type { PanelState } from '../../webview/protocol.ts';
import { activeFile, columnBesideFile } from '../dataFiles.ts';
import { Disposable } from '../disposable.ts';
import type { Run } from '../runs/run.ts';
import { type PanelParts, RunPanel } from './runPanel.ts';
import type { RunRegistry } from '../runs/runRegistry.ts';
import { runPanelType } from '../viewIds.ts';

/** At most one panel a run; panels come back after a window reload. */
export class RunPanels extends Disposable implements vscode.WebviewPanelSerializer {
  private readonly parts: PanelParts;
  private readonly runs: RunRegistry;
  private readonly panels = new Map<string, RunPanel>();

  constructor(parts: PanelParts, runs: RunRegistry) {
    super();
    this.parts = parts;
    this.runs = runs;
    this.register(vscode.window.registerWebviewPanelSerializer(runPanelType, this));
  }

  /** @param preserveFocus whether the person goes on with what they do, as when a training begins */
  show(run: Run, preserveFocus = false): void {
    const open = this.panels.get(run.folder);
    if (open) {
      open.reveal(preserveFocus);
      return;
    }
    this.add(
      vscode.window.createWebviewPanel(runPanelType, run.title, { viewColumn: this.column, preserveFocus }),
      run,
    );
  }

  /** Opens the panel of `run` with the curves of `others` laid over its own. */
  compare(run: Run, others: readonly Run[]): void {
    this.show(run);
    this.panels.get(run.folder)?.compare(others);
  }

  /** Ids of the runs that the panel of `run` compares it with. */
  comparedWith(run: Run): readonly string[] {
    return this.panels.get(run.folder)?.comparedIds ?? [];
  }

  /** With the other runs; the first one beside the data file, since both are looked at together. */
  private get column(): vscode.ViewColumn {
    const ofFile = activeFile() && vscode.window.tabGroups.activeTabGroup.viewColumn;
    const others = [...this.panels.values()].flatMap(({ column }) => column ?? []);
    return others.findLast((column) => column !== ofFile) ?? columnBesideFile();
  }

  isVisible(run: Run): boolean {
    return this.panels.get(run.folder)?.isVisible ?? false;
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: PanelState | undefined): Promise<void> {
    await this.runs.load();
    const run = state && this.runs.get(state.id);
    if (!run) {
      panel.dispose();
      return;
    }
    this.add(panel, run).compare((state.compared ?? []).flatMap((id) => this.runs.get(id) ?? []));
  }

  override dispose(): void {
    for (const panel of this.panels.values()) panel.dispose();
    super.dispose();
  }

  private add(panel: vscode.WebviewPanel, run: Run): RunPanel {
    const view = new RunPanel(this.parts, panel, run);
    this.panels.set(run.folder, view);
    panel.onDidDispose(() => {
      this.panels.delete(run.folder);
      view.dispose();
    });
    return view;
  }
}
