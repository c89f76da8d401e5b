import * as vscode from 'vscode';
import { fileKey, fileLabel } from '../dataFiles.ts';
import { openPlace } from '../failures.ts';
import type { Run } from '../runs/run.ts';

/**
 * Opens the data file of a run at a line (from 1) that the run tells of, beside its panel. Says so where the file is
 * gone, or of another size than when the run began: its lines may be others by now.
 * @param panel the column of the panel
 */
export const openLine = async ({ record }: Run, line: number, panel: vscode.ViewColumn | undefined): Promise<void> => {
  if (!record) return;
  const { file, fingerprint } = record;
  const label = fileLabel(file);
  const bytes = await sizeOf(file);
  if (bytes === undefined) throw new Error(vscode.l10n.t('{0} is gone; put it back.', label));
  await openPlace({ file, line }, columnOf(file, panel));
  if (bytes === fingerprint.bytes) return;
  void vscode.window.showWarningMessage(
    vscode.l10n.t('{0} has changed since the run began: its line {1} may be another one by now.', label, line),
  );
};

const sizeOf = async (file: string): Promise<number | undefined> => {
  try {
    return (await vscode.workspace.fs.stat(vscode.Uri.file(file))).size;
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
