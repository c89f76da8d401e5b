import * as vscode from 'vscode';
import type { EngineClient } from '../client/engineClient.ts';
import { pickRun } from '../runs/pickRun.ts';
import type { RunRegistry } from '../runs/runRegistry.ts';
import { whileWorking } from '../whileWorking.ts';
import { canContinue, continuationOf } from './continuation.ts';

const characters = 500;
/** As where a text is generated and nothing else is asked for. */
const temperature = 0.8;

/** Lets a model that the person chooses write on at the cursor, as one undo step. */
export const continueText = async (engine: EngineClient, runs: RunRegistry, target: unknown): Promise<void> => {
  const editor = vscode.window.activeTextEditor;
  if (!editor) throw new Error(vscode.l10n.t('Open the text that is to go on, and put the cursor where it does.'));
  const run = await pickRun(runs, target, vscode.l10n.t('Continue Text Here'), canContinue);
  if (!run) return;
  const { document, selection } = editor;
  const { version } = document;
  const wanted = { document, position: selection.end, characters, temperature };
  const text = await whileWorking(engine, vscode.l10n.t('RNN: writing with {0}', run.title), (_, cancel) =>
    continuationOf(engine, run, wanted, cancel),
  );
  if (document.version !== version) {
    throw new Error(
      vscode.l10n.t('The text has changed meanwhile: put the cursor where it is to go on, and try again.'),
    );
  }
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, selection.end, text);
  await vscode.workspace.applyEdit(edit);
};
