import * as vscode from 'vscode';
import { alternativesText } from './alternativesText.ts';
import { mostRowLenses, tableSelector } from './csvCodeLens.ts';
import { Disposable } from '../disposable.ts';
import type { EditorPredictions } from './editorPredictions.ts';
import { wordsOf } from './lensText.ts';
import type { CellPlace, Prediction } from '../../engine/protocol.ts';
import { doubtfulCells, missingRows } from './missingRows.ts';
import { onDidChangeSettings, settings } from '../settings.ts';
import { standsThere } from './standsThere.ts';
import { trustText } from './trustText.ts';

/** VS Code draws 1,500 hints in all; ours shall leave room for others. */
const mostHints = 300;

interface CellNote {
  readonly place: CellPlace;
  readonly text: string;
  readonly details: string;
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
    const trust = trustText(state.prediction, state.run.record);
    return cellNotes(state.prediction)
      .filter(({ place: { end } }) => end.line >= range.start.line && end.line <= range.end.line)
      .slice(0, mostHints)
      .flatMap(({ place, text, details }) => {
        // Until the new answer is there, the hints that still fit stay.
        if (!standsThere(document, place)) return [];
        const hint = new vscode.InlayHint(new vscode.Position(place.end.line, place.end.character), text);
        hint.paddingLeft = true;
        const tooltip = [details, trust].filter(Boolean).join('\n\n');
        if (tooltip !== '') hint.tooltip = tooltip;
        return [hint];
      });
  }
}

const cellNotes = (prediction: Prediction): CellNote[] => {
  const missing = settings.showsPredictionLenses
    ? missingRows(prediction).slice(mostRowLenses)
    : missingRows(prediction);
  const notes = missing.flatMap(({ fillings }) =>
    fillings.map(({ place, text, details }) => ({ place, text: `≈ ${text}`, details })),
  );
  const doubtful = doubtfulCells(prediction).map(({ place, predicted }) => ({
    place,
    text: `≠ ${wordsOf(predicted)}`,
    details: alternativesText(predicted),
  }));
  return [...notes, ...doubtful];
};
