import { basename, dirname, extname, join } from 'node:path';
import * as vscode from 'vscode';
import * as protocol from '../engine/protocol.ts';
import { requireOnDisk } from './dataFiles.ts';
import type { EngineClient } from './client/engineClient.ts';
import { mayReplace } from './mayReplace.ts';
import type { Run } from './runs/run.ts';
import { formatNumber } from './runs/runText.ts';
import { whileWorking } from './whileWorking.ts';

interface ExportTarget {
  readonly out: vscode.Uri;
  /** Of a small model. */
  readonly dtype?: protocol.NarrowType;
}

/** Writes a run's best weights for PyTorch or Keras, or as a small model, to `target` or where the person says. */
export const exportRun = async (engine: EngineClient, run: Run, target: unknown): Promise<void> => {
  const given = target instanceof vscode.Uri ? target : undefined;
  const chosen = given ? { out: given } : await askForTarget(run);
  if (!chosen) return;
  const { out, dtype } = chosen;
  requireOnDisk(out);
  if (!(await mayReplace(out, given === undefined))) return;
  const params = { model: run.folder, out: out.fsPath, ...(dtype && { dtype }) };
  const title = vscode.l10n.t('Exporting {0}', basename(out.fsPath));
  const result = await whileWorking(engine, title, (token, cancel) =>
    engine.request(protocol.exportModel, { ...params, token }, cancel),
  );
  const { code, small } = result;
  const message = small
    ? describeSmall(out, small)
    : vscode.l10n.t('The weights are in {0}. The code makes the network and loads them.', basename(out.fsPath));
  void tell(message, code);
};

interface ExportFormat extends vscode.QuickPickItem {
  readonly ending: string;
  readonly dtype?: protocol.NarrowType;
}

const askForTarget = async (run: Run): Promise<ExportTarget | undefined> => {
  const half = vscode.l10n.t('a small model for RNN Studio and PyTorch, half the size');
  const quarter = vscode.l10n.t('a small model for RNN Studio and PyTorch, a quarter of the size');
  const ending = 'safetensors';
  const formats: readonly ExportFormat[] = [
    { label: 'PyTorch', description: vscode.l10n.t('a state_dict, .safetensors'), ending },
    { label: 'Keras', description: vscode.l10n.t('for load_weights, .weights.h5'), ending: 'weights.h5' },
    { label: 'bfloat16', description: half, ending, dtype: 'bfloat16' },
    { label: 'float16', description: half, ending, dtype: 'float16' },
    { label: 'int8', description: quarter, ending, dtype: 'int8' },
  ];
  const title = vscode.l10n.t('Export the weights of {0} for', run.title);
  const format = await vscode.window.showQuickPick(formats, { title });
  if (!format) return undefined;
  const { dtype } = format;
  const file = run.record?.file ?? run.folder;
  const name = [basename(file, extname(file)), ...(dtype ? [dtype] : []), format.ending].join('.');
  const out = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(join(dirname(file), name)),
    filters: { [format.label]: [format.ending] },
    saveLabel: vscode.l10n.t('Export'),
    title: vscode.l10n.t('Write weights to'),
  });
  return out && { out, ...(dtype && { dtype }) };
};

/** What it weighs, and what that costs. */
const describeSmall = (out: vscode.Uri, { bytes, bytesBefore, errors, unmeasured }: protocol.SmallExport): string => {
  const sizes = [bytes, bytesBefore].map((size) => formatNumber(size / 1e6));
  const size = vscode.l10n.t('The model is in {0}: {1} MB instead of {2} MB.', basename(out.fsPath), ...sizes);
  const { before = null, after = null } = errors?.loss ?? {};
  const cost =
    before === null || after === null
      ? vscode.l10n.t('What that costs was not measured: {0}.', unmeasured ?? '–')
      : vscode.l10n.t(
          'On the validation part its loss is {0}, that of float32 {1}.',
          after.toPrecision(4),
          before.toPrecision(4),
        );
  return `${size} ${cost}`;
};

/** The other program needs the same network around the weights. */
const tell = async (message: string, code: string | undefined): Promise<void> => {
  const copy = vscode.l10n.t('Copy Python Code');
  const buttons = code === undefined ? [] : [copy];
  const answer = await vscode.window.showInformationMessage(message, ...buttons);
  if (answer === copy && code !== undefined) await vscode.env.clipboard.writeText(code);
};
