import { basename } from 'node:path';
import * as vscode from 'vscode';
import { requireOnDisk, pickDataFile } from './dataFiles.ts';
import { weightExtensions } from './fileKinds.ts';
import type { RunPanels } from './panels/runPanels.ts';
import { trainOnFile } from './trainOnFile.ts';
import type { Training } from './training.ts';

/** Trains on a data file from the weights of PyTorch, Keras or another model, both asked for where not given. */
export const importWeights = async (
  training: Training,
  panels: RunPanels,
  weights: vscode.Uri | undefined,
  data: unknown,
): Promise<void> => {
  const init = weights ?? (await askForWeights());
  if (!init) return;
  requireOnDisk(init);
  const title = vscode.l10n.t('Train from {0} on', basename(init.fsPath));
  const file = data instanceof vscode.Uri ? data : await pickDataFile(title);
  if (file) await trainOnFile(training, panels, file, {}, { init: init.fsPath });
};

const askForWeights = async (): Promise<vscode.Uri | undefined> => {
  const chosen = await vscode.window.showOpenDialog({
    canSelectMany: false,
    filters: { [vscode.l10n.t('Weights of PyTorch or Keras')]: [...weightExtensions] },
    openLabel: vscode.l10n.t('Import'),
    title: vscode.l10n.t('Weights to begin with: a state_dict in safetensors, or .weights.h5'),
  });
  return chosen?.[0];
};
