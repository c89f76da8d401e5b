import * as vscode from 'vscode';

/** The only reader of settings; defaults stand in package.json. */
const read = <T>(name: string, fallback: T): T => vscode.workspace.getConfiguration('rnnStudio').get(name, fallback);

export const settings = {
  get showsTrainLens(): boolean {
    return read('codeLens.train', true);
  },
  get showsPredictionLenses(): boolean {
    return read('codeLens.predictions', true);
  },
  get showsInlayHints(): boolean {
    return read('inlayHints', true);
  },
  /** Worker threads of a training; undefined leaves the choice to the engine. */
  get threads(): number | undefined {
    return read<number>('threads', 0) || undefined;
  },
};

export const onDidChangeSettings = (listener: () => void): vscode.Disposable =>
  vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('rnnStudio')) listener();
  });
