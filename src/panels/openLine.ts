import { dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import { fileKey, fileLabel } from '../dataFiles.ts';
import { openPlace } from '../failures.ts';
import type { FromPanel } from '../../webview/protocol.ts';
import type { Run } from '../runs/run.ts';

/**
 * Opens the data file of a run at a line (from 1) that the run tells of, beside its panel. Says so where the file is
 * gone, or of another size than when the run began: its lines may be others by now. Of a folder it is the file `name`; where
 * a part of the data is a file of its own, it is that of `split`.
 * @param panel the column of the panel
 */
export const openLine = async (
  { record }: Run,
  { line, split, name }: Omit<Extract<FromPanel, { type: 'openLine' }>, 'type'>,
  panel: vscode.ViewColumn | undefined,
): Promise<void> => {
  if (!record) return;
  const { fingerprint } = record;
  const part = record.config.data.split[`${split}File`];
  const file = part === undefined ? record.file : resolve(dirname(record.file), part);
  const label = fileLabel(file);
  const found = await statOf(vscode.Uri.file(file));
  if (found === undefined) throw new Error(vscode.l10n.t('{0} is gone; put it back.', label));
  if (found.type === vscode.FileType.Directory) {
    await openInFolder(file, name, columnOf(file, panel));
    return;
  }
  await openPlace({ file, line }, columnOf(file, panel));
  // Of the other files of a run the sizes are not kept.
  if (part !== undefined || found.size === fingerprint.bytes) return;
  void vscode.window.showWarningMessage(
    vscode.l10n.t('{0} has changed since the run began: its line {1} may be another one by now.', label, line),
  );
};

/** Opens a file of a folder, or shows the folder where it has no such file. */
const openInFolder = async (folder: string, name: string | undefined, column: vscode.ViewColumn): Promise<void> => {
  const uri = vscode.Uri.file(folder);
  const target = vscode.Uri.joinPath(uri, name ?? '');
  const isInside = target.path.startsWith(`${uri.path}/`) && (await statOf(target)) !== undefined;
  if (isInside) await openPlace({ file: target.fsPath }, column);
  else await vscode.commands.executeCommand('revealInExplorer', uri);
};

const statOf = async (uri: vscode.Uri): Promise<vscode.FileStat | undefined> => {
  try {
    return await vscode.workspace.fs.stat(uri);
  } catch {
    return undefined;
  }
};

/** Where the file is open, else a column without the panel. */
const columnOf = (file: string, panel: vscode.ViewColumn | undefined): vscode.ViewColumn => {
  const key = fileKey(file);
  const groups = vscode.window.tabGroups.all.filter(({ viewColumn }) => viewColumn !== panel);
  const holds = ({ tabs }: vscode.TabGroup): boolean =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && fileKey(input.uri.fsPath) === key);
  return (groups.find(holds) ?? groups[0])?.viewColumn ?? vscode.ViewColumn.Beside;
};
