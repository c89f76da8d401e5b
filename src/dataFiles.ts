import { basename } from 'node:path';
import * as vscode from 'vscode';
import { dataSuffixes } from './fileKinds.ts';

/** As a glob. */
export const dataFilePattern = `**/*{${dataSuffixes.join(',')}}`;
const mostFilesOffered = 500;

/** VS Code shows larger files without telling extensions about them. */
const largestSyncedBytes = 50 * 1024 * 1024;

export const isDataFile = (uri: vscode.Uri): boolean =>
  uri.scheme === 'file' && dataSuffixes.some((suffix) => uri.path.toLowerCase().endsWith(suffix.toLowerCase()));

/** The same file whatever the case of a drive letter. */
export const fileKey = (file: string): string => vscode.Uri.file(file).toString();

/** As a person knows the file: relative to its workspace folder. */
export const fileLabel = (file: string): string => vscode.workspace.asRelativePath(file);

/** A message of the engine, its file named as a person knows it and as the command line tells it. */
export const withFileLabel = (message: string, file: string): string => message.replaceAll(file, fileLabel(file));

/** Data files of all workspace folders, by name. */
export const findDataFiles = async (): Promise<vscode.Uri[]> => {
  const found = await vscode.workspace.findFiles(
    dataFilePattern,
    '**/{node_modules,.rnn-studio,.git}/**',
    mostFilesOffered,
  );
  return found.sort((a, b) => a.path.localeCompare(b.path));
};

/** The file of the active editor, also when it is too large to be a document. */
export const activeFile = (): vscode.Uri | undefined => {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom) return input.uri;
  return vscode.window.activeTextEditor?.document.uri;
};

/** The active editor's file when it holds data, else one of the workspace. */
export const pickDataFile = async (title: string): Promise<vscode.Uri | undefined> => {
  const active = activeFile();
  // A data file that is not on disk gets its own explanation from whoever asked.
  if (active && (isDataFile(active) || isDataFile(active.with({ scheme: 'file' })))) return active;
  const files = await findDataFiles();
  const browse = vscode.l10n.t('Browse…');
  const items = files.map((uri) => ({
    label: `$(file) ${basename(uri.path)}`,
    description: fileLabel(uri.fsPath),
    uri,
  }));
  const choice = await vscode.window.showQuickPick(
    [...items, { label: `$(folder-opened) ${browse}`, description: '', uri: undefined }],
    {
      title,
      placeHolder: vscode.l10n.t('A CSV, TSV or text file'),
      matchOnDescription: true,
    },
  );
  if (!choice) return undefined;
  return choice.uri ?? (await vscode.window.showOpenDialog({ canSelectMany: false, title }))?.[0];
};

/** Where something that is looked at together with the open file goes. */
export const columnBesideFile = (): vscode.ViewColumn =>
  activeFile() ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;

/** @throws when the file is not on this machine's disk */
export const requireOnDisk = (uri: vscode.Uri): void => {
  if (uri.scheme === 'file') return;
  throw new Error(
    uri.scheme === 'untitled'
      ? vscode.l10n.t('{0} is not saved yet. Save it to a folder first.', basename(uri.path))
      : vscode.l10n.t(
          '{0} is not on disk but in a virtual file system ({1}). Save a copy to a folder on disk first.',
          basename(uri.path),
          uri.scheme,
        ),
  );
};

/** The folder that runs of `file` go to: of its workspace folder, else of the extension. */
export const runsFolderOf = (file: string, storage: vscode.Uri): vscode.Uri => {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file));
  return folder ? vscode.Uri.joinPath(folder.uri, '.rnn-studio', 'runs') : vscode.Uri.joinPath(storage, 'runs');
};

/** Beside them, the folder that searches on `file` go to. */
export const searchesFolderOf = (file: string, storage: vscode.Uri): string =>
  vscode.Uri.joinPath(runsFolderOf(file, storage), '..', 'searches').fsPath;

const saidOfSize = new Set<string>();

/** Says once per file what VS Code turns off for a large one. */
export const explainLargeFile = async (uri: vscode.Uri): Promise<void> => {
  if (saidOfSize.has(uri.path)) return;
  if ((await sizeOf(uri)) <= largestSyncedBytes) return;
  saidOfSize.add(uri.path);
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      '{0} is larger than 50 MB: VS Code shows no predictions in its editor. Training works as usual, and Predict With… writes predictions to a file.',
      basename(uri.path),
    ),
  );
};

const sizeOf = async (uri: vscode.Uri): Promise<number> => {
  try {
    return (await vscode.workspace.fs.stat(uri)).size;
  } catch {
    // It has gone since; whoever reads it next says so.
    return 0;
  }
};
