import type { RunConfig } from '../../config.ts';
import type { TextCodec } from '../../encoding/codec.ts';
import { InputError } from '../../errors.ts';
import { encodingFor } from '../../files/formatFor.ts';
import type { OpenedFile } from '../openedFile.ts';
import type { EncodedFile, PreparedData, Scored } from '../preparedData.ts';
import { baselinesOfTraining } from './baselinesOfTraining.ts';
import { type EncodedText, encodeText, fitText } from './encodedText.ts';
import { encodeLabelled, fitLabelled } from './labelledText.ts';
import { scoreText } from './scoreText.ts';
import { textBaselines } from './textBaselines.ts';
import { type TextData, unitNames } from './textFields.ts';

/** The symbols of the whole text, in three spans one after the other. */
export const prepareText = async (
  { data, training }: RunConfig<TextData>,
  file: OpenedFile,
): Promise<PreparedData<TextCodec>> => {
  const { codec, text } =
    data.text === undefined ? await readText(file, data) : await readRows(file, data, training.seed);
  const { source, dropped, validStart, testStart, end } = text;
  const splits = {
    train: Int32Array.of(0, validStart),
    valid: spanOf(validStart, testStart),
    test: spanOf(testStart, end),
  };
  checkSpans(splits, data, file.path);
  return {
    shape: {
      input: { kind: 'symbols', vocabulary: source.vocabulary, ...labelsOf(codec) },
      outputSize: source.vocabulary,
      everyStep: true,
    },
    steps: data.seqLength,
    source,
    codec,
    splits,
    ...textBaselines(text, splits),
    headline: { metric: 'crossEntropy', lowerIsBetter: true },
    dropped,
    rows: undefined,
    ...scoredAs(text, data),
  };
};

interface ReadText {
  readonly codec: TextCodec;
  readonly text: EncodedText;
}

const readText = async (file: OpenedFile, data: TextData): Promise<ReadText> => {
  const codec = await fitText(file, data);
  const { symbols: characters } = await file.surveyText(data);
  return { codec, text: await encodeText(file, codec, data.encoding, data.split, characters) };
};

/** In an order of their own, so that each part has texts of each label. */
const readRows = async (file: OpenedFile, data: TextData, seed: number): Promise<ReadText> => {
  const codec = await fitLabelled(file, data);
  return { codec, text: await encodeLabelled(file, codec, data, seed, data.split) };
};

/** Of the network's input, where it is told labels. */
export const labelsOf = (codec: TextCodec): { readonly labels?: number } =>
  codec.kind === 'text' && codec.labels ? { labels: codec.labels.length } : {};

/** Nothing to score where the text is not longer than one stretch of it. */
export const encodeTextFile = async (
  { data }: RunConfig<TextData>,
  codec: TextCodec,
  file: OpenedFile,
): Promise<EncodedFile> => {
  const isTable = data.text !== undefined && codec.kind === 'text';
  const text = isTable
    ? await encodeLabelled(file, codec, data)
    : await encodeText(file, codec, await encodingFor(data, file.path));
  const { source, end } = text;
  const dropped = [...text.notes, ...text.dropped];
  const examples = end > data.seqLength ? Int32Array.of(0, end) : new Int32Array(0);
  // Of tables nobody has counted the texts learned from.
  const baselines = isTable ? {} : await baselinesOfTraining({ text, examples, file }, data, codec);
  return { source, examples, dropped, rows: undefined, baselines, ...scoredAs(text, data) };
};

const scoredAs = (
  text: EncodedText,
  { stepLength, carryState }: TextData,
): Required<Pick<Scored, 'stream' | 'scoreStream'>> => ({
  stream: { stride: stepLength, carryState },
  scoreStream: (session, span, loss, breathe) => scoreText(session, text, span, loss, breathe),
});

/** How many words there are is known only when they are counted, after the config was found to be sound. */
const checkSpans = (splits: PreparedData['splits'], { seqLength, unit }: TextData, file: string): void => {
  if (unit === 'characters') return;
  const names = { train: 'training', valid: 'validation', test: 'test' };
  for (const [name, [from = 0, to = 0]] of Object.entries(splits) as [keyof typeof splits, Int32Array][]) {
    if (to - from > seqLength || (to === from && name !== 'train')) continue;
    const message = `has ${to - from} ${unitNames[unit]} in its ${names[name]} part, and data.seqLength ${seqLength} asks for ${seqLength + 1}; use a smaller one, or a longer text`;
    throw new InputError(message, { file });
  }
};

/** An empty span has no bounds, so that it counts as nothing to evaluate. */
const spanOf = (start: number, end: number): Int32Array =>
  start < end ? Int32Array.of(start, end) : new Int32Array(0);
