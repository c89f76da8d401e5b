import * as vscode from 'vscode';
import type { Run } from './run.ts';
import type { RunRegistry } from './runRegistry.ts';
import { isTrainedElsewhere } from './runState.ts';
import type { Training } from '../training.ts';

/** Asks, stops the run when it trains, and moves its folder to the trash where there is one. */
export const deleteRun = async (training: Training, runs: RunRegistry, run: Run): Promise<void> => {
  await refuseIfTrainedElsewhere(run);
  // Files of a remote machine have no trash that VS Code could use.
  const useTrash = vscode.env.remoteName === undefined;
  const action = useTrash ? vscode.l10n.t('Move to Trash') : vscode.l10n.t('Delete Permanently');
  const detail = useTrash
    ? vscode.l10n.t('Its folder can be restored from the trash.')
    : vscode.l10n.t('Its curves, samples and model are lost.');
  const question = vscode.l10n.t('Delete the run {0}?', run.title);
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, action)) !== action) return;
  // Another process may have gone on with it while the question stood there.
  await refuseIfTrainedElsewhere(run);
  // One that is just about to go on by itself would do so into a folder that is gone.
  if (run.isLive || run.state === 'starting') await training.stop(run);
  await vscode.workspace.fs.delete(vscode.Uri.file(run.folder), { recursive: true, useTrash });
  runs.forget(run);
};

const refuseIfTrainedElsewhere = async (run: Run): Promise<void> => {
  // The record may be of before the run ended.
  if (!run.isLive) await run.refresh();
  if (!run.isLive && run.record && isTrainedElsewhere(run.folder, run.record)) {
    throw new Error(vscode.l10n.t('{0} is being trained by another process. Stop it there first.', run.title));
  }
};
