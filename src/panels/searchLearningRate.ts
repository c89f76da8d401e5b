import * as vscode from 'vscode';
import type { Config } from '../../engine/config.ts';
import { requireOnDisk } from '../dataFiles.ts';
import { isSavedEnough } from '../isSavedEnough.ts';
import type { FilePanels } from './filePanels.ts';
import type { LearningRatePanel } from './learningRatePanel.ts';
import type { TrainForm } from './trainForm.ts';
import { pickDataFile } from '../trainOnFile.ts';

/**
 * Searches a learning rate for a file, with what the training form has for it when no config is given; asks for the
 * file when none is given. Resolves with the proposed rate, if one comes of it.
 */
export const searchLearningRate = async (
  panels: FilePanels<LearningRatePanel>,
  form: TrainForm,
  target: vscode.Uri | undefined,
  config?: Config,
): Promise<number | undefined> => {
  const uri = target ?? (await pickDataFile(vscode.l10n.t('Find learning rate')));
  if (!uri) return undefined;
  requireOnDisk(uri);
  const words = {
    detail: vscode.l10n.t('The search reads the file from disk.'),
    save: vscode.l10n.t('Save and Search'),
    asSaved: vscode.l10n.t('Search on the Saved Version'),
  };
  if (!(await isSavedEnough(uri, words))) return undefined;
  return panels.of(uri).find(uri, config ?? form.configOf(uri));
};
