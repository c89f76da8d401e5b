import * as vscode from 'vscode';
import type { NextRow, Prediction } from '../../engine/protocol.ts';
import { Disposable } from '../disposable.ts';
import type { EditorPredictions } from './editorPredictions.ts';
import { tableExtensions } from '../fileKinds.ts';
import { nextText } from './lensText.ts';
import { lastRowLine } from './lastRowLine.ts';
import { type MissingRow, missingRows } from './missingRows.ts';
import { nextPlaces } from './nextPlaces.ts';
import { trustText } from './trustText.ts';
import { headlineWords } from '../runs/headlineWords.ts';
import type { Run } from '../runs/run.ts';
import { dataField } from '../runs/runFormat.ts';
import type { RunRegistry } from '../runs/runRegistry.ts';
import { headlineOf, headlineText, modelTitle } from '../runs/runText.ts';
import { onDidChangeSettings, settings } from '../settings.ts';

/** Rows above which a prediction can stand; further ones get inlay hints. */
export const mostRowLenses = 200;
/** Comment lines searched for the header. */
const mostCommentLines = 50;
/** What a comment begins with in a file that no model is of. */
const usualComment = '#';

const patterns = [...tableExtensions, ...tableExtensions.map((extension) => extension.toUpperCase())].join(',');

export const tableSelector: vscode.DocumentSelector = { scheme: 'file', pattern: `**/*.{${patterns}}` };

/** Above the header what can be done with the file; above rows without their target, and below the last row, predictions. */
export class CsvCodeLens extends Disposable implements vscode.CodeLensProvider {
  private readonly change = this.register(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.change.event;
  private readonly runs: RunRegistry;
  private readonly predictions: EditorPredictions;

  constructor(runs: RunRegistry, predictions: EditorPredictions) {
    super();
    this.runs = runs;
    this.predictions = predictions;
    const refresh = (): void => this.change.fire();
    this.register(predictions.onDidChange(refresh));
    this.register(onDidChangeSettings(refresh));
    this.register(runs.onDidChange((run) => (run === undefined || !run.isLive) && refresh()));
    this.register(vscode.workspace.onDidSaveTextDocument(refresh));
    this.register(vscode.workspace.onDidGrantWorkspaceTrust(refresh));
    // An editor that loses the focus drops the request for lenses it was about to make: a panel that took it at once
    // would leave the file without any.
    this.register(vscode.window.onDidChangeActiveTextEditor((editor) => !editor && refresh()));
    this.register(vscode.languages.registerCodeLensProvider(tableSelector, this));
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    await this.runs.load();
    const model = await this.runs.presentModelFor(document.uri.fsPath);
    const comment = dataField(model?.record, 'comment');
    const header = headerLine(document, typeof comment === 'string' ? comment : usualComment);
    const isTrusted = vscode.workspace.isTrusted;
    return [
      ...(settings.showsTrainLens && isTrusted ? [trainLens(document, header)] : []),
      ...(model && settings.showsPredictionLenses ? this.modelLenses(document, header, model) : []),
    ];
  }

  private modelLenses(document: vscode.TextDocument, header: number, run: Run): vscode.CodeLens[] {
    const state = this.predictions.of(document);
    const lenses = aboutModel(header, run);
    if (state.kind === 'outdated') {
      return [
        ...lenses,
        lens(header, { title: vscode.l10n.t('Save to update predictions'), command: 'workbench.action.files.save' }),
      ];
    }
    if (state.kind === 'none') return lenses;
    const { prediction } = state;
    const missing = missingRows(prediction);
    const rows = missing.slice(0, mostRowLenses);
    const { tooEarly, rowsNeeded } = prediction;
    const trust = trustText(prediction, run.record);
    const cells = missing.reduce((sum, { fillings }) => sum + fillings.length, 0);
    return [
      ...lenses,
      ...(prediction.misfits ?? []).map((misfit) => lens(header, { title: `$(warning)\u00a0${misfit}`, command: '' })),
      ...noteLenses(header, prediction.notes ?? []),
      ...(cells > 1 ? [fillLens(document, header, run, prediction.omitted > 0 ? undefined : cells)] : []),
      ...rows.filter(({ line }) => line <= document.lineCount).map((row) => rowLens(document, row, trust)),
      ...tooEarly
        .slice(0, mostRowLenses - rows.length)
        .filter((line) => line <= document.lineCount)
        .map((line) => earlyLens(line, rowsNeeded)),
      ...nextLenses(document, prediction, trust),
    ];
  }
}

const lens = (line: number, command: vscode.Command): vscode.CodeLens =>
  new vscode.CodeLens(new vscode.Range(line, 0, line, 0), command);

/** How the file was read, and what of it was left out: the first sentence, and the others on pointing at it. */
const noteLenses = (header: number, notes: readonly string[]): vscode.CodeLens[] => {
  const [first, ...others] = notes;
  if (first === undefined) return [];
  const title = others.length > 0 ? vscode.l10n.t('{0} ({1} more)', first, others.length) : first;
  return [lens(header, { title: `$(info)\u00a0${title}`, command: '', tooltip: notes.join('\n') })];
};

const trainLens = ({ uri }: vscode.TextDocument, header: number): vscode.CodeLens =>
  lens(header, { title: vscode.l10n.t('Train RNN on file'), command: 'rnnStudio.trainOnFile', arguments: [uri] });

const aboutModel = (header: number, run: Run): vscode.CodeLens[] => {
  const { record, task } = run;
  if (!record) return [];
  const verdict = headlineOf(record)?.beatsBaseline ? '$(check)\u00a0' : '';
  const metric = headlineText(record, task, headlineWords());
  const about = `${verdict}${[modelTitle(record.config), metric].filter(Boolean).join(' · ')}`;
  const open = { command: 'rnnStudio.openRun', arguments: [run.id] };
  const description = lens(header, { title: about, ...open });
  const openRun = lens(header, { title: vscode.l10n.t('Open run'), ...open });
  if (!vscode.workspace.isTrusted) return [description, openRun];
  const retrain = lens(header, { title: vscode.l10n.t('Retrain'), command: 'rnnStudio.retrain', arguments: [run.id] });
  if (!run.can('nextRows')) return [description, retrain, openRun];
  const rows = dataField(record, 'horizon');
  const forecast = lens(header, {
    title: typeof rows === 'number' ? vscode.l10n.t('Forecast next {0}', rows) : vscode.l10n.t('Forecast next'),
    command: 'rnnStudio.forecastNext',
    arguments: [run.id],
  });
  return [description, forecast, retrain, openRun];
};

/** @param cells to fill; undefined where there may be more than are known */
const fillLens = ({ uri }: vscode.TextDocument, header: number, run: Run, cells: number | undefined): vscode.CodeLens =>
  lens(header, {
    title: cells === undefined ? vscode.l10n.t('Fill all empty cells') : vscode.l10n.t('Fill {0} empty cells', cells),
    command: 'rnnStudio.fillEmptyCells',
    arguments: [uri, run.id],
  });

const rowLens = ({ uri }: vscode.TextDocument, { line, label, details }: MissingRow, trust: string): vscode.CodeLens =>
  lens(line - 1, {
    title: vscode.l10n.t('{0} · Insert', label),
    tooltip: [details, trust].filter(Boolean).join('\n\n'),
    command: 'rnnStudio.insertPrediction',
    arguments: [uri, line],
  });

/** Says why there is nothing to insert; without a command it is no link. */
const earlyLens = (line: number, rowsNeeded: number): vscode.CodeLens =>
  lens(line - 1, { title: vscode.l10n.t('No prediction: it takes {0} rows above', rowsNeeded), command: '' });

/**
 * Where the rows to come go: above the line below the last row, which may be the empty one that ends a file, or above
 * the newest row; of series that stand one below the other each at its own end, and all of them at that of the file.
 */
const nextLenses = (document: vscode.TextDocument, prediction: Prediction, trust: string): vscode.CodeLens[] => {
  const places = nextPlaces(prediction);
  const isSeveral = places.length > 1;
  const lenses = places.slice(0, mostRowLenses).flatMap(({ line, isAbove, rows }) => {
    const above = isAbove && line !== undefined ? line : lastRowLine(document, line) + 2;
    const [first] = rows;
    const whose = isSeveral && first?.series !== undefined ? [first.series] : [];
    return appendLenses(document, above, isAbove ? rows.toReversed() : rows, whose, trust);
  });
  if (!isSeveral) return lenses;
  const { length } = prediction.next;
  const title = vscode.l10n.t('Append all {0} rows of {1} series', length, places.length);
  return [...lenses, appendLens(document, lastRowLine(document, prediction.lastLine) + 2, title, [])];
};

/** @param whose the series to append, none for all */
const appendLenses = (
  document: vscode.TextDocument,
  above: number,
  next: readonly NextRow[],
  whose: readonly string[],
  trust: string,
): vscode.CodeLens[] => {
  const count = next.length === 1 ? vscode.l10n.t('Append 1 row') : vscode.l10n.t('Append {0} rows', next.length);
  return [
    appendLens(document, above, vscode.l10n.t('Next: {0}', nextText(next)), whose, trust),
    appendLens(document, above, count, whose),
  ];
};

const appendLens = (
  { uri, lineCount }: vscode.TextDocument,
  above: number,
  title: string,
  whose: readonly string[],
  tooltip?: string,
): vscode.CodeLens =>
  lens(Math.min(above, lineCount) - 1, {
    title,
    ...(tooltip !== undefined && { tooltip }),
    command: 'rnnStudio.appendPredictions',
    arguments: [uri, ...whose],
  });

const headerLine = (document: vscode.TextDocument, comment: string): number => {
  const last = Math.min(document.lineCount, mostCommentLines);
  for (let line = 0; line < last; line += 1) {
    const { text } = document.lineAt(line);
    if (text.trim() !== '' && !text.startsWith(comment)) return line;
  }
  return 0;
};
