import * as vscode from 'vscode';
import type { EngineClient } from '../client/engineClient.ts';
import { generateText } from '../panels/generation.ts';
import type { Run } from '../runs/run.ts';
import { dataField } from '../runs/runFormat.ts';
import { joinContinuation } from './joinContinuation.ts';

/** Characters before the cursor that a model reads: all that it may remember, and little to send. */
const mostRead = 2000;

/** Symbols that make about so many characters, by what a model reads and writes. */
const charactersPerSymbol: Readonly<Record<string, number>> = { words: 5, bytePairs: 3 };

export interface Continued {
  readonly document: vscode.TextDocument;
  readonly position: vscode.Position;
  /** About so many. */
  readonly characters: number;
  /** 0 for the likeliest text. */
  readonly temperature: number;
}

/** Whether a run's model can go on from any text: one of labelled texts has to be told a label first. */
export const canContinue = (run: Run): boolean =>
  run.can('generate') && typeof dataField(run.record, 'label') !== 'string';

/** What a run's model writes on from the text before a place in a document. Rejects as `EngineClient.request` does. */
export const continuationOf = async (
  engine: EngineClient,
  run: Run,
  { document, position, characters, temperature }: Continued,
  cancel: vscode.CancellationToken,
): Promise<string> => {
  const from = document.positionAt(Math.max(0, document.offsetAt(position) - mostRead));
  const prime = document.getText(new vscode.Range(from, position));
  const length = Math.ceil(characters / (charactersPerSymbol[String(dataField(run.record, 'unit'))] ?? 1));
  const params = { model: run.folder, length, temperature, ...(prime !== '' && { prime }) };
  const { text, begins } = await generateText(engine, params, () => undefined, cancel);
  return joinContinuation(prime, text.slice(begins));
};
