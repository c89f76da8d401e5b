import * as vscode from 'vscode';
import type { Config } from '../engine/config.ts';
import { settingDefaults } from './settingDefaults.ts';

/** The only reader of settings. */
const read = <Name extends keyof typeof settingDefaults>(name: Name): (typeof settingDefaults)[Name] =>
  vscode.workspace.getConfiguration('rnnStudio').get(name, settingDefaults[name]);

export const settings = {
  get showsTrainLens(): boolean {
    return read('codeLens.train');
  },
  get showsPredictionLenses(): boolean {
    return read('codeLens.predictions');
  },
  get showsInlayHints(): boolean {
    return read('inlayHints');
  },
  /** The run whose model offers how texts go on, by the name of its folder; '' for none. */
  get completionRun(): string {
    return read('inlineCompletions.run');
  },
  /** Worker threads of a training; undefined leaves the choice to the engine. */
  get threads(): number | undefined {
    return read('threads') || undefined;
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
