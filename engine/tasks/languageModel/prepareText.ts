import type { RunConfig } from '../../config.ts';
import type { TextCodec } from '../../encoding/codec.ts';
import { InputError } from '../../errors.ts';
import type { OpenedFile } from '../openedFile.ts';
import type { EncodedFile, PreparedData, Scored } from '../preparedData.ts';
import { baselinesOfTraining } from './baselinesOfTraining.ts';
import { type EncodedText, encodeText, fitText } from './encodedText.ts';
import { scoreText } from './scoreText.ts';
import { textBaselines } from './textBaselines.ts';
import { type TextData, unitNames } from './textFields.ts';

/** The symbols of the whole text, in three spans one after the other. */
export const prepareText = async (
  { data }: RunConfig<TextData>,
  file: OpenedFile,
): Promise<PreparedData<TextCodec>> => {
  const codec = await fitText(file, data);
  const { symbols: characters } = await file.surveyText(data.lowercase);
  const text = await encodeText(file, codec, data.split, characters);
  const { source, dropped, validStart, testStart, end } = text;
  const splits = {
    train: Int32Array.of(0, validStart),
    valid: spanOf(validStart, testStart),
    test: spanOf(testStart, end),
  };
  checkSpans(splits, data, file.path);
  return {
    shape: {
      input: { kind: 'symbols', vocabulary: source.vocabulary },
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

/** Nothing to score where the text is not longer than one stretch of it. */
export const encodeTextFile = async (
  { data }: RunConfig<TextData>,
  codec: TextCodec,
  file: OpenedFile,
): Promise<EncodedFile> => {
  const text = await encodeText(file, codec);
  const { source, dropped, end } = text;
  const examples = end > data.seqLength ? Int32Array.of(0, end) : new Int32Array(0);
  const baselines = await baselinesOfTraining({ text, examples, file }, data, codec);
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
