import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { SymbolSource } from '../../compute/source.ts';
import { countSymbols } from '../../compute/textSymbols.ts';
import type { TextCodec } from '../../encoding/codec.ts';
import { splitPoints } from '../../encoding/splitPoints.ts';
import type { Baselines } from '../../protocol.ts';
import type { OpenedFile } from '../openedFile.ts';
import { countInThread } from './ngram/countInThread.ts';
import { ngramBaseline, unigramBaselines } from './textBaselines.ts';
import type { TextData } from './textFields.ts';
import { encodeText } from './textFile.ts';

/** Whoever measures a model waits for the counts: of a long text its last symbols are counted, in a few seconds. */
const mostCounted = 2 ** 22;

/** A text that a model is measured on. */
interface ScoredText {
  readonly source: SymbolSource;
  /** [start, end), nothing where it is too short. */
  readonly examples: Int32Array;
  readonly file: OpenedFile;
}

/**
 * What counting the text that a model learned from reaches on another: nothing where that text is gone. On the text
 * itself there are no n-grams, which would know by heart what they are asked for.
 */
export const baselinesOfTraining = async (
  { source, examples, file: { path, limits } }: ScoredText,
  { file, split }: TextData,
  codec: TextCodec,
): Promise<Baselines> => {
  const [from, to] = examples;
  if (from === undefined || to === undefined) return {};
  const learned = resolve(path) === resolve(file) ? source : await readLearned(file, limits, codec);
  if (!learned) return {};
  const { validStart, testStart } = splitPoints(countSymbols(learned), split);
  const train = Int32Array.of(Math.max(0, validStart - mostCounted), validStart);
  const [unigram = {}] = unigramBaselines(learned, train, [examples], source);
  if (learned === source) return unigram;
  const { ids, vocabulary } = learned;
  const work = {
    vocabulary,
    train: { ids, from: train[0] ?? 0, to: validStart },
    valid: { ids, from: validStart, to: testStart },
    scored: [{ ids: source.ids, from, to }],
  };
  const { order, nats } = await countInThread(work, new AbortController().signal, () => undefined);
  return { ...unigram, ...ngramBaseline(order, nats[0] ?? NaN) };
};

/** Undefined where it cannot be read any more. */
const readLearned = async (
  path: string,
  limits: OpenedFile['limits'],
  codec: TextCodec,
): Promise<SymbolSource | undefined> => {
  try {
    const { size } = await stat(path);
    return (await encodeText({ path, bytes: size, limits }, codec)).source;
  } catch {
    return undefined;
  }
};
