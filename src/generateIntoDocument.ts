import * as vscode from 'vscode';
import type { EngineClient } from './client/engineClient.ts';
import { generateText } from './panels/generation.ts';
import type { Run } from './runs/run.ts';

/** Text reaches the document at most this often, in milliseconds. */
const writeEvery = 100;
const symbols = 1000;

/** Asks how the text begins and lets the run's model go on in a new document. */
export const generateIntoDocument = async (engine: EngineClient, run: Run): Promise<void> => {
  const prime = await vscode.window.showInputBox({
    title: vscode.l10n.t('Generate text with {0}', run.title),
    prompt: vscode.l10n.t('How the text begins; may be empty.'),
  });
  if (prime === undefined) return;
  const label = await askLabel(run);
  if (label === undefined) return;
  const document = await vscode.workspace.openTextDocument({ content: '' });
  await vscode.window.showTextDocument(document);
  const writer = new DocumentWriter(document);
  const progress = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Generating text with {0}', run.title),
    cancellable: true,
  };
  await vscode.window.withProgress(progress, async (_, cancel) => {
    const params = {
      model: run.folder,
      length: symbols,
      ...(prime !== '' && { prime }),
      ...(label !== '' && { label }),
    };
    const timer = setInterval(() => void writer.flush(), writeEvery);
    try {
      await generateText(engine, params, (piece) => writer.add(piece), cancel);
    } finally {
      clearInterval(timer);
      await writer.flush();
    }
  });
};

/** Of a model of labelled texts which to write, '' for others; undefined where the person wants none after all. */
const askLabel = async (run: Run): Promise<string | undefined> => {
  const { label } = (run.record?.config.data ?? {}) as { readonly label?: unknown };
  if (typeof label !== 'string') return '';
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Generate text with {0}', run.title),
    prompt: vscode.l10n.t('The {0} of the text.', label),
  });
};

/** Puts pieces of text at the end of a document, one edit at a time. */
class DocumentWriter {
  private readonly document: vscode.TextDocument;
  private text = '';
  private writing = Promise.resolve();

  constructor(document: vscode.TextDocument) {
    this.document = document;
  }

  add(piece: string): void {
    this.text += piece;
  }

  flush(): Promise<void> {
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  private async write(): Promise<void> {
    const piece = this.text;
    if (piece === '' || this.document.isClosed) return;
    this.text = '';
    const edit = new vscode.WorkspaceEdit();
    edit.insert(this.document.uri, this.document.lineAt(this.document.lineCount - 1).range.end, piece);
    await vscode.workspace.applyEdit(edit);
  }
}
