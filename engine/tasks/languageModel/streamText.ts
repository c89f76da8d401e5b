import { randomInt } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { CancellationToken } from 'vscode-jsonrpc';
import { coderOf } from '../../encoding/textCoder.ts';
import { InputError } from '../../errors.ts';
import type { GenerateParams, GenerateResult } from '../../protocol.ts';
import { sampleText } from './sampleText.ts';
import type { TextCodec } from '../../encoding/codec.ts';
import type { LoadedModel } from '../loadedModel.ts';
import type { TextData } from './textFields.ts';

/** Milliseconds between two pieces of a streamed text. */
const streamEvery = 50;
const longest = 1_000_000;
/** Labels that are listed at the most. */
const mostNamed = 20;

/** Writes on from a prime text; `stream` gets it piece by piece, the prime first. */
export const streamText = async (
  { file, model: { codec }, session }: LoadedModel<TextData, TextCodec>,
  params: GenerateParams,
  cancel: CancellationToken,
  stream: (text: string) => void,
): Promise<GenerateResult> => {
  const { length = 500, temperature = 0.8, topK = 0, topP = 1, seed = randomInt(2 ** 32) } = params;
  checkInteger('length', length, longest);
  check('temperature', temperature, 0, 100);
  checkInteger('topK', topK, longest);
  check('topP', topP, 0, 1);
  checkInteger('seed', seed, 2 ** 32 - 1);
  const label = labelOf(codec, params.label);
  const coder = coderOf(codec);
  const { start } = coder;
  const unwritten = coder.unwritten?.id;
  const asked = params.prime ?? '';
  const given = coder.encode(asked);
  // A text with a label begins where one ends.
  const prime = label !== undefined ? Uint16Array.from([...start, ...given]) : given.length > 0 ? given : start;
  // The default prime only starts the network off; it is not part of what was asked for.
  let text = given.length > 0 ? coder.echo(asked) : '';
  const begins = text.length;
  let piece = text;
  let last = performance.now();
  for (const symbol of inFile(
    file,
    sampleText(session, prime, { length, temperature, topK, topP, seed, unwritten, label }),
  )) {
    const next = coder.textOf(symbol);
    if (label !== undefined && next === '\n') break;
    text += next;
    piece += next;
    if (performance.now() - last < streamEvery) continue;
    stream(piece);
    piece = '';
    await setImmediate();
    if (cancel.isCancellationRequested) break;
    last = performance.now();
  }
  if (piece !== '') stream(piece);
  return { text, begins, seed, unknown: coder.unknown(asked) };
};

/** The id of a label that a model has to be told. */
const labelOf = (codec: TextCodec, asked: string | undefined): number | undefined => {
  const labels = codec.kind === 'text' ? codec.labels : undefined;
  if (!labels) {
    if (asked === undefined) return undefined;
    throw new InputError(`the model was trained without labels and cannot be told '${asked}'; leave it out`);
  }
  const known = `${labels.slice(0, mostNamed).join(', ')}${labels.length > mostNamed ? ', …' : ''}`;
  if (asked === undefined) throw new InputError(`the model writes texts with a label; say which: ${known}`);
  const id = labels.indexOf(asked);
  if (id < 0) throw new InputError(`there is no label '${asked}'; the model knows ${known}`);
  return id;
};

/** What is wrong with the model is told with its file. */
function* inFile<T>(file: string, values: Iterable<T>): Generator<T, void, void> {
  try {
    yield* values;
  } catch (error) {
    throw error instanceof InputError ? new InputError(error.message, { file }) : error;
  }
}

const checkInteger = (name: string, value: number, high: number): void => {
  check(name, value, 0, high);
  if (!Number.isInteger(value)) throw new InputError(`${name} ${value} is not a whole number`);
};

const check = (name: string, value: number, low: number, high: number): void => {
  // What came as JSON may be null.
  if (!Number.isFinite(value) || value < low || value > high)
    throw new InputError(`${name} ${value} is not between ${low} and ${high}`);
};
