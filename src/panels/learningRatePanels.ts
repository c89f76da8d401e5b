import type * as vscode from 'vscode';
import type { Config } from '../../engine/config.ts';
import { Disposable } from '../disposable.ts';
import { LearningRatePanel, type LearningRateParts } from './learningRatePanel.ts';

/** At most one panel a file. */
export class LearningRatePanels extends Disposable {
  private readonly parts: LearningRateParts;
  private readonly panels = new Map<string, LearningRatePanel>();

  constructor(parts: LearningRateParts) {
    super();
    this.parts = parts;
  }

  /** Searches in the file's panel, which comes to the front. Resolves with the proposed rate, if one comes of it. */
  find(uri: vscode.Uri, config: Config): Promise<number | undefined> {
    const key = uri.toString();
    const panel = this.panels.get(key) ?? this.open(uri, key);
    return panel.find(uri, config);
  }

  override dispose(): void {
    for (const panel of this.panels.values()) panel.dispose();
    super.dispose();
  }

  private open(uri: vscode.Uri, key: string): LearningRatePanel {
    const panel = new LearningRatePanel(this.parts, uri);
    this.panels.set(key, panel);
    panel.onDidDispose(() => {
      this.panels.delete(key);
      panel.dispose();
    });
    return panel;
  }
}
