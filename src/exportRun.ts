import { basename, dirname, extname, join } from 'node:path';
import * as vscode from 'vscode';
import * as protocol from '../engine/protocol.ts';
import { requireOnDisk } from './dataFiles.ts';
import type { EngineClient } from './client/engineClient.ts';
import { mayReplace } from './mayReplace.ts';
import type { Run } from './runs/run.ts';

/** Writes a run's best weights for PyTorch or Keras, to `target` or where the person says. */
export const exportRun = async (engine: EngineClient, run: Run, target: unknown): Promise<void> => {
  const given = target instanceof vscode.Uri ? target : undefined;
  const out = given ?? (await askForFile(run));
  if (!out) return;
  requireOnDisk(out);
  if (!(await mayReplace(out, given === undefined))) return;
  const { code } = await engine.request(protocol.exportModel, { model: run.folder, out: out.fsPath });
  void offerCode(out, code);
};

const askForFile = async (run: Run): Promise<vscode.Uri | undefined> => {
  const formats = [
    { label: 'PyTorch', description: vscode.l10n.t('a state_dict, .safetensors'), ending: 'safetensors' },
    { label: 'Keras', description: vscode.l10n.t('for load_weights, .weights.h5'), ending: 'weights.h5' },
  ];
  const title = vscode.l10n.t('Export the weights of {0} for', run.title);
  const format = await vscode.window.showQuickPick(formats, { title });
  if (!format) return undefined;
  const file = run.record?.file ?? run.folder;
  const name = `${basename(file, extname(file))}.${format.ending}`;
  return vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(join(dirname(file), name)),
    filters: { [format.label]: [format.ending] },
    saveLabel: vscode.l10n.t('Export'),
    title: vscode.l10n.t('Write weights to'),
  });
};

/** The other program needs the same network around the weights. */
const offerCode = async (out: vscode.Uri, code: string): Promise<void> => {
  const copy = vscode.l10n.t('Copy Python Code');
  const message = vscode.l10n.t(
    'The weights are in {0}. The code makes the network and loads them.',
    basename(out.fsPath),
  );
  if ((await vscode.window.showInformationMessage(message, copy)) === copy) await vscode.env.clipboard.writeText(code);
};
