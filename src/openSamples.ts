import * as vscode from 'vscode';
import { exists } from './exists.ts';

/** Opens a copy of the sample files: the extension's own folder is replaced by every update. */
export const openSamples = async (extension: vscode.Uri, storage: vscode.Uri): Promise<void> => {
  const copy = vscode.Uri.joinPath(storage, 'samples');
  const samples = vscode.Uri.joinPath(extension, 'samples');
  await vscode.workspace.fs.createDirectory(copy);
  for (const [name, type] of await vscode.workspace.fs.readDirectory(samples)) {
    if (type !== vscode.FileType.File) continue;
    const target = vscode.Uri.joinPath(copy, name);
    if (!(await exists(target))) await vscode.workspace.fs.copy(vscode.Uri.joinPath(samples, name), target);
  }
  const forceNewWindow = vscode.workspace.workspaceFolders !== undefined;
  await vscode.commands.executeCommand('vscode.openFolder', copy, { forceNewWindow });
};
