import * as vscode from 'vscode';
import type { EngineClient } from '../client/engineClient.ts';
import { Disposable } from '../disposable.ts';
import type { Run } from '../runs/run.ts';
import type { RunRegistry } from '../runs/runRegistry.ts';
import { settings } from '../settings.ts';
import { canContinue, continuationOf } from './continuation.ts';
import { firstLineOf } from './joinContinuation.ts';

/** Quiet time before a model is asked, in milliseconds. */
const debounce = 250;
/** Characters that are offered at the most. */
const mostOffered = 80;

const selector: vscode.DocumentSelector = [{ scheme: 'file' }, { scheme: 'untitled' }];

/** How a text may go on behind the cursor, by the model that the settings name; nothing where they name none. */
export class TextCompletions extends Disposable implements vscode.InlineCompletionItemProvider {
  private readonly engine: EngineClient;
  private readonly runs: RunRegistry;
  private readonly log: vscode.LogOutputChannel;
  /** The run whose model has failed last: it is not asked on until another is named, or the window opened anew. */
  private failed: string | undefined;

  constructor(engine: EngineClient, runs: RunRegistry, log: vscode.LogOutputChannel) {
    super();
    this.engine = engine;
    this.runs = runs;
    this.log = log;
    this.register(vscode.languages.registerInlineCompletionItemProvider(selector, this));
  }

  async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    _: vscode.InlineCompletionContext,
    cancel: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    const name = settings.completionRun;
    if (name === '' || name === this.failed || !vscode.workspace.isTrusted) return [];
    // What stands behind the cursor is not known to a model that reads forwards.
    if (document.lineAt(position).text.slice(position.character).trim() !== '') return [];
    await quiet(cancel);
    const run = cancel.isCancellationRequested ? undefined : await this.findRun(name);
    if (!run || cancel.isCancellationRequested) return [];
    try {
      const wanted = { document, position, characters: mostOffered, temperature: 0 };
      const text = firstLineOf(await continuationOf(this.engine, run, wanted, cancel));
      return text === '' ? [] : [new vscode.InlineCompletionItem(text, new vscode.Range(position, position))];
    } catch (error) {
      if (error instanceof vscode.CancellationError) return [];
      this.failed = name;
      this.log.warn(`No inline completions by ${name}: ${String(error)}`);
      return [];
    }
  }

  private async findRun(name: string): Promise<Run | undefined> {
    await Promise.all([this.runs.load(), this.runs.tasks.load()]);
    const run = this.runs.get(name);
    return run && canContinue(run) ? run : undefined;
  }
}

/** Resolves after a while without typing, or as soon as more is typed. */
const quiet = (cancel: vscode.CancellationToken): Promise<void> =>
  new Promise((resolve) => {
    const listener = cancel.onCancellationRequested(() => end());
    const end = (): void => {
      clearTimeout(timer);
      listener.dispose();
      resolve();
    };
    const timer = setTimeout(end, debounce);
  });
