import * as vscode from 'vscode';
import type { Config } from '../../engine/config.ts';
import { savedDataFile } from '../savedDataFile.ts';
import type { FilePanels } from './filePanels.ts';
import type { LearningRatePanel } from './learningRatePanel.ts';
import type { TrainForm } from './trainForm.ts';

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
  const words = {
    detail: vscode.l10n.t('The search reads the file from disk.'),
    save: vscode.l10n.t('Save and Search'),
    asSaved: vscode.l10n.t('Search on the Saved Version'),
  };
  const uri = await savedDataFile(target, vscode.l10n.t('Find learning rate'), words);
  if (!uri) return undefined;
  return panels.of(uri).find(uri, config ?? form.configOf(uri));
};
