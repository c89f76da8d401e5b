import type * as vscode from 'vscode';
import { Disposable } from '../disposable.ts';

/** A panel that ends with its tab. */
interface FilePanel extends vscode.Disposable {
  readonly onDidDispose: vscode.Event<void>;
}

/** At most one panel of a kind for a file. */
export class FilePanels<P extends FilePanel> extends Disposable {
  private readonly create: (uri: vscode.Uri) => P;
  private readonly panels = new Map<string, P>();

  constructor(create: (uri: vscode.Uri) => P) {
    super();
    this.create = create;
  }

  /** The file's panel, opened where there is none. */
  of(uri: vscode.Uri): P {
    const key = uri.toString();
    const known = this.panels.get(key);
    if (known) return known;
    const panel = this.create(uri);
    this.panels.set(key, panel);
    panel.onDidDispose(() => {
      this.panels.delete(key);
      panel.dispose();
    });
    return panel;
  }

  override dispose(): void {
    for (const panel of this.panels.values()) panel.dispose();
    super.dispose();
  }
}
