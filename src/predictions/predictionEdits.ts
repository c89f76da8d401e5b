import * as vscode from 'vscode';
import type { EditorPredictions } from './editorPredictions.ts';
import { lastRowLine } from './lastRowLine.ts';
import { missingRows, withoutNext, withoutRow } from './missingRows.ts';
import { nextPlaces } from './nextPlaces.ts';
import { standsThere } from './standsThere.ts';

const readyFor = (
  predictions: EditorPredictions,
  document: vscode.TextDocument,
): Extract<ReturnType<EditorPredictions['of']>, { kind: 'ready' }> => {
  const state = predictions.of(document);
  if (state.kind === 'ready') return state;
  throw changedSince();
};

export const changedSince = (): Error =>
  new Error(vscode.l10n.t('The file has changed since it was predicted. Save it to update the predictions.'));

const beingUpdated = (): Error =>
  new Error(vscode.l10n.t('The predictions are being updated to the saved file. Try again in a moment.'));

/** Fills the empty target cells of the row at `line` (from 1) in, as one undo step: all of them, or none. */
export const insertPrediction = async (
  predictions: EditorPredictions,
  uri: vscode.Uri,
  line: number,
): Promise<void> => {
  const document = await vscode.workspace.openTextDocument(uri);
  const { prediction, isPlaced } = readyFor(predictions, document);
  if (!isPlaced) throw beingUpdated();
  const row = missingRows(prediction).find((candidate) => candidate.line === line);
  if (!row) return;
  const edit = new vscode.WorkspaceEdit();
  for (const { place } of row.fillings) {
    // The file may have been another one on disk than the document is.
    if (!standsThere(document, place)) {
      throw new Error(vscode.l10n.t('Line {0} has no empty cell for the prediction any more.', line));
    }
    const { start, end, written } = place;
    edit.replace(uri, new vscode.Range(start.line, start.character, end.line, end.character), written);
  }
  await predictions.edit(document, edit, withoutRow(prediction, line));
};

/**
 * Puts the predicted next rows, or those of one series, where the file goes on, as one undo step: after the last one,
 * above the newest where that stands first, and where series stand one below the other each below its own.
 */
export const appendPredictions = async (
  predictions: EditorPredictions,
  uri: vscode.Uri,
  series?: string,
): Promise<void> => {
  const document = await vscode.workspace.openTextDocument(uri);
  const { prediction, isCurrent } = readyFor(predictions, document);
  // Rows that were added since would get their dates a second time.
  if (!isCurrent) throw beingUpdated();
  const next = prediction.next.filter((row) => series === undefined || row.series === series);
  if (next.length === 0) return;
  const eol = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const edit = new vscode.WorkspaceEdit();
  for (const { line, isAbove, rows } of nextPlaces({ ...prediction, next })) {
    if (isAbove && line !== undefined) {
      edit.insert(uri, new vscode.Position(line - 1, 0), rows.map(({ row }) => `${row}${eol}`).join(''));
    } else {
      const { end } = document.lineAt(lastRowLine(document, line)).range;
      edit.insert(uri, end, rows.map(({ row }) => `${eol}${row}`).join(''));
    }
  }
  await predictions.edit(document, edit, withoutNext(prediction, series));
};
