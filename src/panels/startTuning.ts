import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { TuneState } from '../../webview/protocol.ts';
import { searchesFolderOf } from '../dataFiles.ts';
import { savedDataFile } from '../savedDataFile.ts';
import type { FilePanels } from './filePanels.ts';
import { type KeptSearch, newestSearch } from './keptSearches.ts';
import type { TrainForm } from './trainForm.ts';
import type { TuneWish } from './tuneJob.ts';
import type { TunePanel } from './tunePanel.ts';

interface TuningHosts {
  readonly form: TrainForm;
  readonly storage: vscode.Uri;
  readonly tunings: FilePanels<TunePanel>;
}

/**
 * Searches settings for a file around what the training form has for it when no config is given, or goes on with the newest
 * search on it that there is. Asks for the file and the time where they are not given. Resolves with what the search has
 * come to.
 */
export const startTuning = async (
  { form, storage, tunings }: TuningHosts,
  target: vscode.Uri | undefined,
  given: Partial<TuneWish> = {},
): Promise<TuneState | undefined> => {
  const words = {
    detail: vscode.l10n.t('The search reads the file from disk.'),
    save: vscode.l10n.t('Save and Search'),
    asSaved: vscode.l10n.t('Search on the Saved Version'),
  };
  const uri = await savedDataFile(target, vscode.l10n.t('Tune network'), words);
  if (!uri) return undefined;
  const { budget } = given;
  const asked =
    budget === undefined
      ? await ask(uri, await newestSearch(searchesFolderOf(uri.fsPath, storage), uri.fsPath))
      : { budget };
  return asked && tunings.of(uri).run(uri, { config: form.configOf(uri), ...given, ...asked });
};

type Asked = Pick<TuneWish, 'budget' | 'search' | 'isRest'> & Partial<Pick<TuneWish, 'config'>>;

/** For how long to search, or with what to go on. */
const ask = async (uri: vscode.Uri, kept: KeptSearch | undefined): Promise<Asked | undefined> => {
  const forTime = (label: string, budget: number) => ({ label, asked: { budget } });
  const minutes = (count: number) => forTime(vscode.l10n.t('{0} minutes', count), 60 * count);
  const hours = (count: number) => forTime(vscode.l10n.t('{0} hours', count), 3600 * count);
  const times = [minutes(10), minutes(2), minutes(5), minutes(30), hours(1), hours(4), hours(12)];
  const choices: readonly (vscode.QuickPickItem & { readonly asked: Asked })[] = [
    ...times,
    ...(kept ? [goOnWith(kept)] : []),
  ];
  const choice = await vscode.window.showQuickPick(choices, {
    title: vscode.l10n.t('Tune network on {0}', basename(uri.fsPath)),
    placeHolder: vscode.l10n.t('How long to search, training the best included'),
  });
  return choice?.asked;
};

/** For what is left of its time, else for as long again. */
const goOnWith = ({ folder, record }: KeptSearch): vscode.QuickPickItem & { readonly asked: Asked } => {
  const { created, config, budget, seconds } = record;
  const isRest = seconds < budget;
  const minutes = Math.ceil((isRest ? budget - seconds : budget) / 60);
  return {
    label: vscode.l10n.t('Go on with the search of {0}', new Date(created).toLocaleString()),
    description: vscode.l10n.t('{0} more minutes', minutes),
    asked: { config, search: folder, budget, isRest },
  };
};
