import { basename, dirname, extname, join } from 'node:path';
import * as vscode from 'vscode';
import type { Config, RunConfig } from '../engine/config.ts';
import { configSuffix } from './fileKinds.ts';

/** The config as it would stand beside the data file: `data.file` is relative to it. */
export const formatConfig = (config: Config | RunConfig, file: vscode.Uri): string =>
  `${JSON.stringify({ ...config, data: { ...config.data, file: basename(file.fsPath) } }, null, 2)}\n`;

/** Opens a config as a new document that is not saved yet, beside its data file. */
export const openConfig = async (file: vscode.Uri, config: Config | RunConfig): Promise<void> => {
  const name = basename(file.fsPath, extname(file.fsPath)) + configSuffix;
  const uri = vscode.Uri.file(join(dirname(file.fsPath), name)).with({ scheme: 'untitled' });
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  edit.replace(uri, whole, formatConfig(config, file));
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(document);
};
