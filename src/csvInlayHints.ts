import * as vscode from 'vscode';
import { findCell } from './csvCells.ts';
import { mostRowLenses, tableSelector } from './csvCodeLens.ts';
import { Disposable } from './disposable.ts';
import type { EditorPredictions } from './editorPredictions.ts';
import { wordsOf } from './lensText.ts';
import type { Prediction } from '../engine/protocol.ts';
import { doubtfulCells, missingRows } from './missingCells.ts';
import { delimiterOf } from './runFormat.ts';
import { onDidChangeSettings, settings } from './settings.ts';

/** VS Code draws 1,500 hints in all; ours shall leave room for others. */
const mostHints = 300;

interface CellNote {
  /** From 1. */
  readonly line: number;
  readonly cell: number;
  readonly text: string;
}

/** Behind cells: predictions for the rows that have no CodeLens, and labels that the model would have given otherwise. */
export class CsvInlayHints extends Disposable implements vscode.InlayHintsProvider {
  private readonly change = this.register(new vscode.EventEmitter<void>());
  readonly onDidChangeInlayHints = this.change.event;
  private readonly predictions: EditorPredictions;

  constructor(predictions: EditorPredictions) {
    super();
    this.predictions = predictions;
    this.register(predictions.onDidChange(() => this.change.fire()));
    this.register(onDidChangeSettings(() => this.change.fire()));
    this.register(vscode.languages.registerInlayHintsProvider(tableSelector, this));
  }

  provideInlayHints(document: vscode.TextDocument, range: vscode.Range): vscode.InlayHint[] {
    if (!settings.showsInlayHints) return [];
    const state = this.predictions.of(document);
    if (state.kind !== 'ready') return [];
    const delimiter = delimiterOf(state.run.record);
    const last = Math.min(range.end.line, document.lineCount - 1);
    return cellNotes(state.prediction)
      .filter(({ line }) => line - 1 >= range.start.line && line - 1 <= last)
      .slice(0, mostHints)
      .flatMap(({ line, cell, text }) => {
        const end = findCell(document.lineAt(line - 1).text, cell, delimiter)?.end;
        if (end === undefined) return [];
        const hint = new vscode.InlayHint(new vscode.Position(line - 1, end), text);
        hint.paddingLeft = true;
        return [hint];
      });
  }
}

const cellNotes = (prediction: Prediction): CellNote[] => {
  const missing = settings.showsPredictionLenses
    ? missingRows(prediction).slice(mostRowLenses)
    : missingRows(prediction);
  const notes = missing.flatMap(({ line, fillings }) =>
    fillings.map(({ cell, text }) => ({ line, cell, text: `≈ ${text}` })),
  );
  const doubtful = doubtfulCells(prediction).map(({ line, cell, predicted }) => ({
    line,
    cell,
    text: `≠ ${wordsOf(predicted)}`,
  }));
  return [...notes, ...doubtful];
};
