import { basename, dirname, extname, isAbsolute, join, relative, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { Config, RunConfig } from '../engine/config.ts';

/** How a run config file is called; package.json gives such files completion. */
const configSuffix = '.rnn.json';

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

export interface ConfigOfFile {
  readonly file: vscode.Uri;
  readonly config: Config;
}

/**
 * What a run config file asks for. The engine checks the fields.
 * @throws when it is not JSON or names no data file
 */
export const parseConfig = (text: string, uri: vscode.Uri): ConfigOfFile => {
  const config = parseObject(text, uri);
  const file: unknown = config.data?.file;
  if (typeof file !== 'string' || file === '') {
    throw new Error(
      vscode.l10n.t('{0} names no data file. Add "data": { "file": "…" }, relative to it.', basename(uri.fsPath)),
    );
  }
  const path = isAbsolute(file) ? file : resolve(dirname(uri.fsPath), file);
  return { file: vscode.Uri.file(path), config };
};

const parseObject = (text: string, uri: vscode.Uri): Config => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(vscode.l10n.t('{0} is not JSON: {1}', relative('.', uri.fsPath), reason), { cause: error });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new Error(vscode.l10n.t('{0} is not a run config: it has to be a JSON object.', basename(uri.fsPath)));
};
