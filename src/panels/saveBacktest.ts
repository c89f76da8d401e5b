import { basename, dirname, extname, join } from 'node:path';
import * as vscode from 'vscode';
import type { BacktestResult } from '../../engine/protocol.ts';
import { requireOnDisk } from '../dataFiles.ts';
import { mayReplace } from '../mayReplace.ts';

/** Writes what came out where the person says: the object that `rnn-studio backtest --json` prints. */
export const saveBacktest = async (data: vscode.Uri, result: BacktestResult): Promise<void> => {
  const name = `${basename(data.fsPath, extname(data.fsPath))}.backtest.json`;
  const out = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(join(dirname(data.fsPath), name)),
    filters: { JSON: ['json'] },
    title: vscode.l10n.t('Write the results of the backtest to'),
  });
  if (!out) return;
  requireOnDisk(out);
  if (!(await mayReplace(out, true))) return;
  await vscode.workspace.fs.writeFile(out, new TextEncoder().encode(`${JSON.stringify(result, undefined, 2)}\n`));
  await vscode.commands.executeCommand('vscode.open', out);
};
