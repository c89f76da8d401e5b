import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Run } from './run.ts';

/** Shows the run's folder: in the file manager of this machine, else in the Explorer. */
export const revealRun = async (run: Run): Promise<void> => {
  const uri = vscode.Uri.file(join(run.folder, 'run.json'));
  const command = vscode.env.remoteName === undefined ? 'revealFileInOS' : 'revealInExplorer';
  await vscode.commands.executeCommand(command, uri);
};
