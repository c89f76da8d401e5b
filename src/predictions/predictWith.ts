import { basename, dirname, extname, join } from 'node:path';
import * as vscode from 'vscode';
import * as protocol from '../../engine/protocol.ts';
import { fileKey, pickDataFile, requireOnDisk } from '../dataFiles.ts';
import type { EngineClient } from '../client/engineClient.ts';
import { mayReplace } from '../mayReplace.ts';
import { runItem } from '../runs/pickRun.ts';
import { Run } from '../runs/run.ts';
import { dataField } from '../runs/runFormat.ts';
import type { RunRegistry } from '../runs/runRegistry.ts';
import { whileWorking } from '../whileWorking.ts';

/** Predicts a file with a model, both asked for where not given, into a new CSV file that the person names. */
export const predictWith = async (engine: EngineClient, runs: RunRegistry, target: unknown): Promise<void> => {
  const title = vscode.l10n.t('Predict with');
  const run = target instanceof Run ? target : undefined;
  const given = target instanceof vscode.Uri ? target : run?.record && vscode.Uri.file(run.record.file);
  const file = given ?? (await pickDataFile(title));
  if (!file) return;
  requireOnDisk(file);
  const model = run?.folder ?? (await pickModel(runs, file, title));
  if (model === undefined) return;

  const name = `${basename(file.fsPath, extname(file.fsPath))}.predictions.csv`;
  const out = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(join(dirname(file.fsPath), name)),
    filters: { CSV: ['csv'] },
    saveLabel: vscode.l10n.t('Predict'),
    title: vscode.l10n.t('Write predictions to'),
  });
  if (!out) return;
  requireOnDisk(out);
  if (!(await mayReplace(out, true))) return;
  const params = { model, file: file.fsPath, out: out.fsPath };
  await whileWorking(engine, vscode.l10n.t('RNN: predicting'), (token, cancel) =>
    engine.request(protocol.predict, { ...params, token }, cancel),
  );
  await vscode.commands.executeCommand('vscode.open', out);
};

/** The model that a person chooses for a file: runs on the same file stand first. */
export const pickModel = async (runs: RunRegistry, file: vscode.Uri, title: string): Promise<string | undefined> => {
  await Promise.all([runs.load(), runs.tasks.load()]);
  const fit = runs.runs.filter((run) => run.can('predict'));
  const key = fileKey(file.fsPath);
  const isSame = (run: Run): boolean => run.record !== undefined && fileKey(run.record.file) === key;
  const items = [...fit.filter(isSame), ...fit.filter((run) => !isSame(run))].map(runItem);
  const browse = { label: `$(folder-opened) ${vscode.l10n.t('Browse for a .safetensors file…')}`, run: undefined };
  const choice = await vscode.window.showQuickPick([...items, browse], {
    title,
    placeHolder: vscode.l10n.t('The model for {0}', basename(file.fsPath)),
  });
  if (!choice) return undefined;
  if (choice.run) return choice.run.folder;
  const filters = { safetensors: ['safetensors'] };
  return (await vscode.window.showOpenDialog({ canSelectMany: false, filters }))?.[0]?.fsPath;
};

/** Shows the next steps after the end of the run's data as a table of its own. */
export const forecastNext = async (engine: EngineClient, run: Run): Promise<void> => {
  const { record } = run;
  if (!record || !run.can('nextRows')) return;
  const prediction = await engine.request(protocol.predict, { model: run.folder, file: record.file });
  const content = prediction.nextTable ?? '';
  const language = dataField(record, 'delimiter') === '\t' ? 'tsv' : 'csv';
  const document = await vscode.workspace.openTextDocument({ content, language });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
};
