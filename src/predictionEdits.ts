import * as vscode from 'vscode';
import { findCell, quoteCell } from './csvCells.ts';
import type { EditorPredictions } from './editorPredictions.ts';
import { missingRows, withoutNext, withoutRow } from './missingCells.ts';
import type { Run } from './run.ts';
import { delimiterOf, missingWordsOf } from './runFormat.ts';

/** Lines that one row with line breaks in its cells may take. */
const mostLinesOfRow = 200;

const readyFor = (
  predictions: EditorPredictions,
  document: vscode.TextDocument,
): Extract<ReturnType<EditorPredictions['of']>, { kind: 'ready' }> => {
  const state = predictions.of(document);
  if (state.kind === 'ready') return state;
  throw new Error(vscode.l10n.t('The file has changed since it was predicted. Save it to update the predictions.'));
};

/** Fills the empty target cells of the row at `line` (from 1) in, as one undo step. */
export const insertPrediction = async (
  predictions: EditorPredictions,
  uri: vscode.Uri,
  line: number,
): Promise<void> => {
  const document = await vscode.workspace.openTextDocument(uri);
  const { run, prediction } = readyFor(predictions, document);
  const row = missingRows(prediction).find((candidate) => candidate.line === line);
  if (!row) return;
  const start = new vscode.Position(line - 1, 0);
  const offset = document.offsetAt(start);
  const text = document.getText(new vscode.Range(start, new vscode.Position(line - 1 + mostLinesOfRow, 0)));
  const delimiter = delimiterOf(run.record);
  const edit = new vscode.WorkspaceEdit();
  for (const filling of row.fillings) {
    const range = findCell(text, filling.cell, delimiter);
    if (!range || !isMissing(text.slice(range.start, range.end), run)) {
      throw new Error(vscode.l10n.t('Line {0} has no empty cell for the prediction any more.', line));
    }
    const place = new vscode.Range(document.positionAt(offset + range.start), document.positionAt(offset + range.end));
    edit.replace(uri, place, quoteCell(filling.text, delimiter));
  }
  await predictions.edit(document, edit, withoutRow(prediction, line));
};

/** Puts the predicted next rows after the last one, as one undo step. */
export const appendPredictions = async (predictions: EditorPredictions, uri: vscode.Uri): Promise<void> => {
  const document = await vscode.workspace.openTextDocument(uri);
  const { prediction, isCurrent } = readyFor(predictions, document);
  // Rows that were added since would get their dates a second time.
  if (!isCurrent)
    throw new Error(vscode.l10n.t('The predictions are being updated to the saved file. Try again in a moment.'));
  if (prediction.next.length === 0) return;
  let last = document.lineCount - 1;
  while (last > 0 && document.lineAt(last).isEmptyOrWhitespace) last -= 1;
  const eol = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, document.lineAt(last).range.end, prediction.next.map(({ row }) => `${eol}${row}`).join(''));
  await predictions.edit(document, edit, withoutNext(prediction));
};

/** The file may have changed under a prediction that is still shown. */
const isMissing = (cell: string, { record }: Run): boolean => {
  const text = cell.replace(/^"(.*)"$/s, '$1').trim();
  return text === '' || missingWordsOf(record).includes(text);
};
