import { basename, dirname, relative } from 'node:path';
import * as vscode from 'vscode';
import type { Config } from '../engine/config.ts';
import * as protocol from '../engine/protocol.ts';
import { activeFile } from './dataFiles.ts';
import type { EngineClient } from './client/engineClient.ts';
import type { RunPanels } from './panels/runPanels.ts';
import { type SaveWords, isSavedEnough, savedDataFile } from './savedDataFile.ts';
import type { TrainMore, Training } from './training.ts';

/**
 * Trains on a file and opens the run; asks for the file when none is given, and for saving when it has changes.
 */
export const trainOnFile = async (
  training: Training,
  panels: RunPanels,
  target: vscode.Uri | undefined,
  config: Config = {},
  more: TrainMore = {},
): Promise<void> => {
  const uri = await savedDataFile(target, vscode.l10n.t('Train RNN on file'), words());
  if (uri) panels.show(await training.start(uri, config, more), true);
};

/**
 * Trains on a file, or where several texts or tables are selected in the explorer, on all of them, as one text or as series:
 * the one that was clicked comes first.
 */
export const trainOnFiles = async (
  training: Training,
  panels: RunPanels,
  target: vscode.Uri | undefined,
  selected: readonly vscode.Uri[],
): Promise<void> => {
  const others = selected.filter(({ fsPath }) => fsPath !== target?.fsPath);
  if (!target || others.length === 0) {
    await trainOnFile(training, panels, target);
    return;
  }
  const kinds = [/\.(txt|text|md)$/i, tables];
  if (!kinds.some((kind) => [target, ...others].every(({ fsPath }) => kind.test(fsPath)))) {
    throw new Error(
      vscode.l10n.t(
        'Only texts (.txt, .md) can be learned as one, and only tables (.csv, .tsv, .jsonl) as series; select files of one kind, or a single one.',
      ),
    );
  }
  for (const uri of others) {
    if (!(await isSavedEnough(uri, words()))) return;
  }
  const moreFiles = others.map(({ fsPath }) => relative(dirname(target.fsPath), fsPath));
  await trainOnFile(training, panels, target, { data: { moreFiles } });
};

/** Tables that go on in one another, each a series. */
const tables = /\.(csv|tsv|tab|jsonl|ndjson)$/i;

/** The files of a folder that holds tables alone, besides what is hidden, in the order of their names. */
const tablesIn = async (folder: vscode.Uri): Promise<readonly vscode.Uri[]> => {
  const entries = await vscode.workspace.fs.readDirectory(folder);
  const shown = entries.filter(([name]) => !name.startsWith('.'));
  const areTables = shown.every(([name, type]) => type === vscode.FileType.File && tables.test(name));
  if (!areTables) return [];
  return shown.map(([name]) => vscode.Uri.joinPath(folder, name)).sort((a, b) => (a.path < b.path ? -1 : 1));
};

/** Trains on the pictures, texts or tables of a folder; asks for it when none is given. */
export const trainOnFolder = async (
  training: Training,
  panels: RunPanels,
  target: vscode.Uri | undefined,
): Promise<void> => {
  const title = vscode.l10n.t('Train RNN on folder');
  const chosen = target
    ? [target]
    : await vscode.window.showOpenDialog({
        canSelectFolders: true,
        canSelectFiles: false,
        canSelectMany: false,
        title,
      });
  const folder = chosen?.[0];
  if (!folder) return;
  const [first, ...others] = await tablesIn(folder);
  if (first) await trainOnFiles(training, panels, first, [first, ...others]);
  else await trainOnFile(training, panels, folder);
};

/** Trains with the run config in a JSON file. */
export const trainWithConfig = async (
  engine: EngineClient,
  training: Training,
  panels: RunPanels,
  target: vscode.Uri | undefined,
): Promise<void> => {
  const uri = target ?? activeFile();
  if (!uri) throw new Error(vscode.l10n.t('Open a run config (*.rnn.json) first.'));
  if (!(await isSavedEnough(uri, words()))) return;
  const config = await engine.request(protocol.readConfig, { file: uri.fsPath });
  const file = config.data?.file;
  if (file === undefined) {
    throw new Error(
      vscode.l10n.t('{0} names no data file. Add "data": { "file": "…" }, relative to it.', basename(uri.fsPath)),
    );
  }
  await trainOnFile(training, panels, vscode.Uri.file(file), config);
};

const words = (): SaveWords => ({
  detail: vscode.l10n.t('Training reads the file from disk.'),
  save: vscode.l10n.t('Save and Train'),
  asSaved: vscode.l10n.t('Train on the Saved Version'),
});
