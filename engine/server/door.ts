import type { Readable, Writable } from 'node:stream';
import { type MessageConnection, StreamMessageWriter, createMessageConnection } from 'vscode-jsonrpc/node';
import { FrameReader, largestRequest } from '../frameReader.ts';
import type { MessageFault } from '../parseMessage.ts';

/**
 * The engine's side of the protocol. A message that is none is answered with an error as JSON-RPC has it; where no
 * message can be told from the next any more, `onFault` is told and the connection closes.
 */
export const openDoor = (input: Readable, output: Writable, onFault: (error: Error) => void): MessageConnection => {
  const writer = new StreamMessageWriter(output);
  const answer = ({ id, code, message }: MessageFault): void => {
    const reply = { jsonrpc: '2.0', id, error: { code, message, data: { isInputError: false } } };
    // Nobody is there to hear that nobody hears it.
    writer.write(reply).catch(() => undefined);
  };
  const reader = new FrameReader(input, largestRequest, answer);
  reader.onError(onFault);
  return createMessageConnection(reader, writer);
};
