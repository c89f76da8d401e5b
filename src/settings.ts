import * as vscode from 'vscode';
import type { Config } from '../engine/config.ts';

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

/** The config with what the settings say where it says nothing itself. */
export const withSettings = (config: Config): Config => {
  const { threads } = settings;
  return { ...config, training: { ...(threads !== undefined && { threads }), ...config.training } };
};

export const onDidChangeSettings = (listener: () => void): vscode.Disposable =>
  vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('rnnStudio')) listener();
  });
