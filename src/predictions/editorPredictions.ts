import * as vscode from 'vscode';
import * as protocol from '../../engine/protocol.ts';
import type { Prediction } from '../../engine/protocol.ts';
import { Disposable } from '../disposable.ts';
import type { EngineClient } from '../client/engineClient.ts';
import { EngineDeath } from '../client/engineError.ts';
import type { Run } from '../runs/run.ts';
import type { RunRegistry } from '../runs/runRegistry.ts';

/** Quiet time before the engine is asked, in milliseconds. */
const debounce = 300;

/** Of a prediction that is still shown, but no longer of what is on disk. */
const versionBefore = -1;

interface Entry {
  /** The model and the document version that `prediction` is for. */
  readonly model: string;
  readonly version: number;
  /** The document version in whose text the cells stand where `prediction` says. */
  readonly placed: number;
  /** Undefined while the engine works, and when it could not predict. */
  readonly prediction: Prediction | undefined;
}

/** A prediction that the engine is about to be asked for, or works on. */
interface Question {
  readonly model: string;
  readonly version: number;
  readonly timer: NodeJS.Timeout;
  /** Cancelled when nobody wants to know any more. */
  readonly source: vscode.CancellationTokenSource;
}

/** What an editor of a data file can show: nothing yet, predictions, or that they are of an older version. */
export type EditorPrediction =
  | { readonly kind: 'none' }
  | { readonly kind: 'outdated'; readonly run: Run }
  | {
      readonly kind: 'ready';
      readonly run: Run;
      readonly prediction: Prediction;
      /** Whether it is of the document as it stands; else it is shown until the new one is there. */
      readonly isCurrent: boolean;
      /** Whether its cells stand in the document where it says. */
      readonly isPlaced: boolean;
    };

/** Predictions for open documents, asked from the engine in the background and kept per (version on disk, model). */
export class EditorPredictions extends Disposable {
  private readonly change = this.register(new vscode.EventEmitter<void>());
  readonly onDidChange = this.change.event;

  private readonly entries = new Map<string, Entry>();
  private readonly questions = new Map<string, Question>();
  /** The last question of a document that went unanswered because the engine ended. */
  private readonly unanswered = new Map<string, Question>();
  private readonly engine: EngineClient;
  private readonly runs: RunRegistry;
  private readonly log: vscode.LogOutputChannel;

  constructor(engine: EngineClient, runs: RunRegistry, log: vscode.LogOutputChannel) {
    super();
    this.engine = engine;
    this.runs = runs;
    this.log = log;
    this.register(runs.tasks.onDidChange(() => this.change.fire()));
    this.register(
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        const entry = this.entries.get(uri.toString());
        if (entry) this.entries.set(uri.toString(), { ...entry, version: versionBefore });
        this.change.fire();
      }),
    );
    this.register(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.entries.delete(uri.toString());
        leave(this.questions.get(uri.toString()));
        this.questions.delete(uri.toString());
        this.unanswered.delete(uri.toString());
      }),
    );
  }

  /** Answers at once with what is known, and asks the engine for the rest; `onDidChange` tells when it has come. */
  of(document: vscode.TextDocument): EditorPrediction {
    const run = this.runs.modelFor(document.uri.fsPath);
    if (!run || !vscode.workspace.isTrusted) return { kind: 'none' };
    if (!run.can('predict')) {
      // Where no engine has told yet what can be done with models, this one's file is what it is asked for.
      void this.runs.tasks.load();
      return { kind: 'none' };
    }
    const entry = this.entries.get(document.uri.toString());
    if (entry && entry.model === modelKey(run) && entry.version === document.version) {
      return entry.prediction
        ? { kind: 'ready', run, prediction: entry.prediction, isCurrent: true, isPlaced: true }
        : { kind: 'none' };
    }
    if (document.isDirty) return { kind: 'outdated', run };
    this.schedule(document, run);
    // What was shown before stays until the new answer is there, so that nothing jumps.
    return entry?.prediction && entry.model === modelKey(run)
      ? {
          kind: 'ready',
          run,
          prediction: entry.prediction,
          isCurrent: false,
          isPlaced: entry.placed === document.version,
        }
      : { kind: 'none' };
  }

  /** Makes an edit of our own, after which `prediction` holds: the other predictions go on to be shown. */
  async edit(document: vscode.TextDocument, edit: vscode.WorkspaceEdit, prediction: Prediction): Promise<void> {
    const key = document.uri.toString();
    const before = this.entries.get(key);
    const version = document.version + 1;
    if (before) this.entries.set(key, { ...before, version, placed: version, prediction });
    const isDone = await vscode.workspace.applyEdit(edit);
    if (!isDone && before) this.entries.set(key, before);
    this.change.fire();
  }

  override dispose(): void {
    for (const question of this.questions.values()) leave(question);
    super.dispose();
  }

  /** Asks the engine once for this version and model, however often an editor wants to know. */
  private schedule(document: vscode.TextDocument, run: Run): void {
    const key = document.uri.toString();
    const model = modelKey(run);
    const { version } = document;
    const asked = this.questions.get(key);
    if (asked?.model === model && asked.version === version) return;
    leave(asked);
    const timer = setTimeout(() => void this.answer(document, run, question), debounce);
    const question: Question = { model, version, timer, source: new vscode.CancellationTokenSource() };
    this.questions.set(key, question);
  }

  private async answer(document: vscode.TextDocument, run: Run, question: Question): Promise<void> {
    const key = document.uri.toString();
    const { model, version } = question;
    const isAsOnDisk = (): boolean => document.version === version && !document.isClosed && !document.isDirty;
    const answer = isAsOnDisk() ? await this.predict(document, run, question) : undefined;
    if (this.questions.get(key) !== question) return;
    this.questions.delete(key);
    const before = this.unanswered.get(key);
    if (answer === 'ended' && (before?.model !== model || before.version !== version)) {
      // Asked once more, and not again: the question itself may be what ends the engine.
      this.unanswered.set(key, question);
    } else if (isAsOnDisk()) {
      this.entries.set(key, { model, version, placed: version, prediction: answer === 'ended' ? undefined : answer });
    }
    this.change.fire();
  }

  /** `ended` when the engine ended before it could tell; undefined when it cannot predict. */
  private async predict(
    { uri }: vscode.TextDocument,
    run: Run,
    { source }: Question,
  ): Promise<Prediction | 'ended' | undefined> {
    try {
      const params = { model: run.folder, file: uri.fsPath, places: true };
      return await this.engine.request(protocol.predict, params, source.token);
    } catch (error) {
      if (source.token.isCancellationRequested) return 'ended';
      // Nobody asked for these predictions by hand: the log is enough.
      this.log.warn(`No predictions in the editor: ${String(error)}`);
      return error instanceof EngineDeath || error instanceof vscode.CancellationError ? 'ended' : undefined;
    }
  }
}

/** What is asked, or about to be, is wanted no more. */
const leave = (question: Question | undefined): void => {
  clearTimeout(question?.timer);
  question?.source.cancel();
};

/** The model on disk: it changes when the run is trained on. */
const modelKey = (run: Run): string => `${run.folder}#${run.record?.best?.epoch ?? 0}#${run.record?.epoch ?? 0}`;
