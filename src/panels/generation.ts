import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import * as protocol from '../../engine/protocol.ts';
import type { EngineClient } from '../client/engineClient.ts';

/** One continuation of a text: pieces as they come, then the whole. */
export const generateText = async (
  engine: EngineClient,
  params: Omit<protocol.GenerateParams, 'token'>,
  onText: (text: string) => void,
  cancel: vscode.CancellationToken,
): Promise<protocol.GenerateResult> => {
  const token = randomUUID();
  const listener = engine.onDidGenerate((generated) => {
    if (generated.token === token) onText(generated.text);
  });
  try {
    return await engine.request(protocol.generate, { ...params, token }, cancel);
  } finally {
    listener.dispose();
  }
};
