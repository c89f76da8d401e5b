import { ErrorCodes, type Message } from 'vscode-jsonrpc';
import { JsonFault, parseShallowJson } from './strictJson.ts';

/** What a reply is told apart by. */
export type MessageId = string | number;

/** Why the content of a frame is no message of JSON-RPC 2.0, and what to answer. */
export class MessageFault extends Error {
  override readonly name = 'MessageFault';
  /** Of JSON-RPC. */
  readonly code: number;
  /** Of the request; null where that is not known. */
  readonly id: MessageId | null;

  constructor(code: number, message: string, id: MessageId | null = null) {
    super(message);
    this.code = code;
    this.id = id;
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** The content of a frame as a message: a request, a notification or a reply. Throws a `MessageFault`. */
export const parseMessage = (bytes: Uint8Array): Message => {
  const value = parseContent(bytes);
  if (Array.isArray(value)) throw invalid('batches are not taken, send each message by itself', null);
  if (typeof value !== 'object' || value === null) throw invalid('a message is an object', null);
  const { jsonrpc, id, method, params, result, error } = value as Record<string, unknown>;
  const known = isId(id) ? id : null;
  if (jsonrpc !== '2.0') throw invalid("jsonrpc has to be '2.0'", known);
  if (method === undefined) {
    // Replies to what cannot be read have no id.
    const isReply = (result !== undefined || isObject(error)) && (known !== null || id === null);
    if (!isReply) throw invalid('a message has a method, or an id with a result or an error', known);
  } else {
    if (typeof method !== 'string') throw invalid('method is a text', known);
    if (id !== undefined && known === null) throw invalid('id is a text or a number', null);
    checkParams(method, params, known);
  }
  return value as Message;
};

const parseContent = (bytes: Uint8Array): unknown => {
  try {
    return parseShallowJson(decoder.decode(bytes));
  } catch (error) {
    const problem = error instanceof JsonFault ? error.message : 'is not UTF-8';
    throw new MessageFault(ErrorCodes.ParseError, `the message ${problem}`);
  }
};

/** The connection spreads lists over the arguments of a handler and reads the id to be cancelled unseen. */
const checkParams = (method: string, params: unknown, id: MessageId | null): void => {
  const refuse = (message: string): MessageFault => new MessageFault(ErrorCodes.InvalidParams, message, id);
  if (params !== undefined && !isObject(params)) throw refuse(`the params of ${method} go by name, as an object`);
  if (method === '$/cancelRequest' && !isId(params?.id)) throw refuse(`${method} names the id of a request`);
};

const invalid = (message: string, id: MessageId | null): MessageFault =>
  new MessageFault(ErrorCodes.InvalidRequest, message, id);

const isId = (value: unknown): value is MessageId => typeof value === 'string' || Number.isFinite(value);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
