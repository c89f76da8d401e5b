import { resolve } from 'node:path';
import type { TextCodec } from '../../encoding/codec.ts';
import { surveyText } from '../../encoding/textSurvey.ts';
import { moreFilesOf } from '../../files/parts/tableParts.ts';
import type { Baselines } from '../../protocol.ts';
import type { OpenedFile } from '../openedFile.ts';
import { OpenedFiles } from '../openedFiles.ts';
import { type EncodedText, encodeText } from './encodedText.ts';
import { countInThread } from './ngram/countInThread.ts';
import { countFrequencies, ngramBaseline, unigramBaseline } from './textBaselines.ts';
import type { TextData } from './textFields.ts';

/** Whoever measures a model waits for the counts: of a long text its last symbols are counted, in a few seconds. */
const mostCounted = 2 ** 22;

/** A text that a model is measured on. */
interface ScoredText {
  readonly text: EncodedText;
  /** [start, end), nothing where it is too short. */
  readonly examples: Int32Array;
  readonly file: OpenedFile;
}

/**
 * What counting the text that a model learned from reaches on another: nothing where that text is gone. On the text
 * itself there are no n-grams, which would know by heart what they are asked for.
 */
export const baselinesOfTraining = async (
  { text: { source, sizes }, examples, file: { path, limits } }: ScoredText,
  data: TextData,
  codec: TextCodec,
): Promise<Baselines> => {
  const [from, to] = examples;
  const learned = from === undefined ? undefined : await readLearned(data, limits, codec);
  if (!learned || from === undefined || to === undefined) return {};
  const { validStart, testStart } = learned;
  const { ids, vocabulary } = learned.source;
  const train = { ids, from: Math.max(0, validStart - mostCounted), to: validStart };
  const size = sizes.of(examples);
  const frequencies = countFrequencies(learned.source, Int32Array.of(train.from, train.to));
  const unigram = unigramBaseline(frequencies, source, examples, size);
  if (resolve(path) === resolve(data.file)) return unigram;
  const work = {
    vocabulary,
    train,
    valid: { ids, from: validStart, to: testStart },
    scored: [{ ids: source.ids, from, to }],
  };
  const { order, nats } = await countInThread(work, new AbortController().signal, () => undefined);
  return { ...unigram, ...ngramBaseline(order, nats[0] ?? NaN, size) };
};

/** Undefined where it cannot be read any more. */
const readLearned = async (
  data: TextData,
  limits: OpenedFile['limits'],
  codec: TextCodec,
): Promise<EncodedText | undefined> => {
  const { file, encoding, split } = data;
  try {
    const { texts, bytes } = await new OpenedFiles().open(file, moreFilesOf(file, { data }));
    const { symbols } = await surveyText(texts, data);
    return await encodeText({ path: file, texts, bytes, limits }, codec, encoding, split, symbols);
  } catch {
    return undefined;
  }
};
