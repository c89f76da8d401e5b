import { basename } from 'node:path';
import * as vscode from 'vscode';
import * as protocol from '../../engine/protocol.ts';
import { activeFile, requireOnDisk } from '../dataFiles.ts';
import type { EditorPredictions } from './editorPredictions.ts';
import type { EngineClient } from '../client/engineClient.ts';
import { joinFillings } from './joinFillings.ts';
import { missingRows, withoutMissing } from './missingRows.ts';
import { changedSince } from './predictionEdits.ts';
import { pickModel } from './predictWith.ts';
import type { RunRegistry } from '../runs/runRegistry.ts';
import { whileWorking } from '../whileWorking.ts';
import { standsThere } from './standsThere.ts';

/** Cells that are filled one by one. */
const mostSingly = 1000;

interface FillParts {
  readonly engine: EngineClient;
  readonly runs: RunRegistry;
  readonly predictions: EditorPredictions;
}

/**
 * Fills every empty cell of a table's target columns in with what a model predicts, as one undo step: all of them, or
 * none where the document is no longer what the model has read. The person chooses the model where none is given.
 * @param target the file, else that of the active editor
 * @param id of the model's run
 */
export const fillEmptyCells = async (
  { engine, runs, predictions }: FillParts,
  target: vscode.Uri | undefined,
  id: string | undefined,
): Promise<void> => {
  const file = target ?? activeFile();
  if (!file) throw new Error(vscode.l10n.t('Open the table whose empty cells are to be filled.'));
  requireOnDisk(file);
  const given = id === undefined ? undefined : runs.get(id);
  const model = given?.folder ?? (await pickModel(runs, file, vscode.l10n.t('Fill All Empty Cells')));
  if (model === undefined) return;

  const document = await vscode.workspace.openTextDocument(file);
  if (document.isDirty) throw changedSince();
  const { version } = document;
  const params = { model, file: file.fsPath, emptyOnly: true, places: true };
  const prediction = await whileWorking(engine, vscode.l10n.t('RNN: predicting'), (token, cancel) =>
    engine.request(protocol.predict, { ...params, token }, cancel),
  );
  const places = missingRows(prediction).flatMap(({ fillings }) => fillings.map(({ place }) => place));
  if (places.length === 0) {
    void vscode.window.showInformationMessage(nothingToFill(file, prediction));
    return;
  }
  // What was written meanwhile stays, and the file may have been another one on disk than the document is.
  if (document.version !== version || !places.every((place) => standsThere(document, place))) throw changedSince();
  const edit = new vscode.WorkspaceEdit();
  const textBetween = (start: protocol.TextPosition, end: protocol.TextPosition): string =>
    document.getText(rangeOf(start, end));
  for (const { start, end, written } of joinFillings(places, mostSingly, textBetween)) {
    edit.replace(file, rangeOf(start, end), written);
  }
  const shown = predictions.of(document);
  await predictions.edit(document, edit, withoutMissing(shown.kind === 'ready' ? shown.prediction : prediction));
  const rest = whatIsLeft(prediction);
  if (rest !== '')
    void vscode.window.showInformationMessage(
      vscode.l10n.t('{0} cells are filled. {1}', places.length.toLocaleString(), rest),
    );
};

const rangeOf = (start: protocol.TextPosition, end: protocol.TextPosition): vscode.Range =>
  new vscode.Range(start.line, start.character, end.line, end.character);

const nothingToFill = ({ fsPath }: vscode.Uri, prediction: protocol.Prediction): string => {
  const words =
    prediction.rows.length === 0
      ? vscode.l10n.t('{0} has no empty cell that this model can fill.', basename(fsPath))
      : vscode.l10n.t(
          '{0} has no cells to write predictions to. Predict With… writes them to a file.',
          basename(fsPath),
        );
  return [words, whatIsLeft(prediction)].filter(Boolean).join(' ');
};

/** Empty cells that stay so, and why; '' when there are none. */
const whatIsLeft = ({ omitted, tooEarly, rowsNeeded }: protocol.Prediction): string =>
  [
    ...(omitted > 0
      ? [vscode.l10n.t('{0} more rows are left: save the file and fill again.', omitted.toLocaleString())]
      : []),
    ...(tooEarly.length > 0
      ? [
          vscode.l10n.t(
            '{0} rows have no prediction: it takes {1} rows above.',
            tooEarly.length.toLocaleString(),
            rowsNeeded,
          ),
        ]
      : []),
  ].join(' ');
