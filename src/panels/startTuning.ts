import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { TuneState } from '../../webview/protocol.ts';
import { requireOnDisk } from '../dataFiles.ts';
import { isSavedEnough } from '../isSavedEnough.ts';
import { pickDataFile } from '../trainOnFile.ts';
import type { FilePanels } from './filePanels.ts';
import type { TrainForm } from './trainForm.ts';
import type { TuneWish } from './tuneJob.ts';
import type { TunePanel } from './tunePanel.ts';

interface TuningHosts {
  readonly form: TrainForm;
  readonly tunings: FilePanels<TunePanel>;
}

/**
 * Searches settings for a file around what the training form has for it when no config is given. Asks for the file and the
 * time where they are not given. Resolves with what the search has come to.
 */
export const startTuning = async (
  { form, tunings }: TuningHosts,
  target: vscode.Uri | undefined,
  given: Partial<TuneWish> = {},
): Promise<TuneState | undefined> => {
  const uri = target ?? (await pickDataFile(vscode.l10n.t('Tune network')));
  if (!uri) return undefined;
  requireOnDisk(uri);
  const words = {
    detail: vscode.l10n.t('The search reads the file from disk.'),
    save: vscode.l10n.t('Save and Search'),
    asSaved: vscode.l10n.t('Search on the Saved Version'),
  };
  if (!(await isSavedEnough(uri, words))) return undefined;
  const budget = given.budget ?? (await askForBudget(uri));
  if (budget === undefined) return undefined;
  return tunings.of(uri).run(uri, { config: form.configOf(uri), ...given, budget });
};

/** Seconds. */
const askForBudget = async (uri: vscode.Uri): Promise<number | undefined> => {
  const minutes = (count: number) => ({ label: vscode.l10n.t('{0} minutes', count), seconds: 60 * count });
  const hours = (count: number) => ({ label: vscode.l10n.t('{0} hours', count), seconds: 3600 * count });
  const choice = await vscode.window.showQuickPick(
    [minutes(10), minutes(2), minutes(5), minutes(30), hours(1), hours(4), hours(12)],
    {
      title: vscode.l10n.t('Tune network on {0}', basename(uri.fsPath)),
      placeHolder: vscode.l10n.t('How long to search, training the best included'),
    },
  );
  return choice?.seconds;
};
