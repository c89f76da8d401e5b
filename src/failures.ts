import * as vscode from 'vscode';
import { type Place, formatPlace } from '../engine/errors.ts';
import { withFileLabel } from './dataFiles.ts';
import { Disposable } from './disposable.ts';
import { EngineDeath, EngineError, messageOf } from './client/engineError.ts';

/** A button of a message. */
export interface Action {
  readonly title: string;
  readonly act: () => Promise<void>;
}

/** Tells a person of failures: one notification each, and the cell at fault underlined. */
export class Failures extends Disposable {
  private readonly log: vscode.LogOutputChannel;
  private readonly diagnostics = this.register(vscode.languages.createDiagnosticCollection('rnn-studio'));
  /** One death ends many requests and is told once. */
  private readonly told = new WeakSet<Error>();

  constructor(log: vscode.LogOutputChannel) {
    super();
    this.log = log;
    this.register(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.clear(document.uri);
      }),
    );
  }

  /** Runs `action`; a failure is shown and ends in undefined, as does cancelling. */
  async guard<T>(action: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await action();
    } catch (error) {
      await this.show(error);
      return undefined;
    }
  }

  /** Resolves when the notification is up, not when it is dismissed. */
  async show(error: unknown): Promise<void> {
    if (error instanceof vscode.CancellationError) return;
    const failure = error instanceof Error ? error : new Error(String(error));
    if (this.told.has(failure)) return;
    if (failure instanceof EngineDeath) this.told.add(failure);
    this.log.error(isInputError(failure) ? failure.message : failure);
    await this.tell(messageOf(failure), isInputError(failure) ? failure.place : undefined);
  }

  /**
   * A failure that did not come as a rejection, as that of a run.
   * @param more what can be done besides looking at its place and at the log
   */
  async tell(message: string, place: Place | undefined, more: readonly Action[] = []): Promise<void> {
    if (place?.line !== undefined) this.underline(message, place);
    const openAtLine: Action[] =
      place?.line === undefined ? [] : [{ title: vscode.l10n.t('Open at Line'), act: () => openPlace(place) }];
    const showLog: Action = { title: vscode.l10n.t('Show Log'), act: async () => this.log.show() };
    const actions = [...openAtLine, ...more, showLog];
    const said = place ? withFileLabel(message, place.file) : message;
    void vscode.window.showErrorMessage(said, ...actions.map(({ title }) => title)).then(async (choice) => {
      const action = actions.find(({ title }) => title === choice);
      if (action) await this.guard(action.act);
    });
  }

  /** Something else will speak of this failure. */
  leave(error: Error): void {
    this.told.add(error);
  }

  clear(uri: vscode.Uri): void {
    if (this.diagnostics.has(uri)) this.diagnostics.delete(uri);
  }

  private underline(message: string, place: Place): void {
    const uri = vscode.Uri.file(place.file);
    const sentence = message.replace(`${formatPlace(place)}: `, '');
    const diagnostic = new vscode.Diagnostic(rangeOf(place), sentence, vscode.DiagnosticSeverity.Error);
    diagnostic.source = 'RNN Studio';
    this.diagnostics.set(uri, [diagnostic]);
  }
}

const isInputError = (error: Error): error is EngineError => error instanceof EngineError && error.isInputError;

/** @param viewColumn where, else in front of what is active */
export const openPlace = async (place: Place, viewColumn?: vscode.ViewColumn): Promise<void> => {
  const uri = vscode.Uri.file(place.file);
  const where: vscode.TextDocumentShowOptions = viewColumn === undefined ? {} : { viewColumn };
  if (place.line === undefined) {
    await vscode.commands.executeCommand('vscode.open', uri, where);
    return;
  }
  const selection = rangeOf(place);
  await vscode.commands.executeCommand('vscode.open', uri, {
    ...where,
    selection,
  } satisfies vscode.TextDocumentShowOptions);
};

/** An empty place is as wide as a character, so that it is seen. */
const rangeOf = ({ line = 1, column = 1, length = 1 }: Place): vscode.Range =>
  new vscode.Range(line - 1, column - 1, line - 1, column - 1 + Math.max(1, length));
