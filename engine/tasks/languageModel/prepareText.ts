import { countSymbols } from '../../compute/textSymbols.ts';
import type { SymbolSource } from '../../compute/source.ts';
import type { RunConfig } from '../../config.ts';
import type { TextCodec } from '../../encoding/codec.ts';
import { splitPoints } from '../../encoding/splitPoints.ts';
import type { OpenedFile } from '../openedFile.ts';
import type { EncodedFile, PreparedData, Scored } from '../preparedData.ts';
import { baselinesOfTraining } from './baselinesOfTraining.ts';
import { scoreText } from './scoreText.ts';
import { textBaselines } from './textBaselines.ts';
import type { TextData } from './textFields.ts';
import { encodeText, fitText } from './textFile.ts';

/** The symbols of the whole text, in three spans one after the other. */
export const prepareText = async (
  { data }: RunConfig<TextData>,
  file: OpenedFile,
): Promise<PreparedData<TextCodec>> => {
  const codec = await fitText(file, data);
  const { source, dropped } = await encodeText(file, codec);
  const length = countSymbols(source);
  const { validStart, testStart } = splitPoints(length, data.split);
  const splits = {
    train: Int32Array.of(0, validStart),
    valid: spanOf(validStart, testStart),
    test: spanOf(testStart, length),
  };
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
    ...textBaselines(source, splits),
    headline: { metric: 'crossEntropy', lowerIsBetter: true },
    dropped,
    rows: undefined,
    ...scoredAs(source, data),
  };
};

/** Nothing to score where the text is not longer than one stretch of it. */
export const encodeTextFile = async (
  { data }: RunConfig<TextData>,
  codec: TextCodec,
  file: OpenedFile,
): Promise<EncodedFile> => {
  const { source, dropped } = await encodeText(file, codec);
  const length = countSymbols(source);
  const examples = length > data.seqLength ? Int32Array.of(0, length) : new Int32Array(0);
  const baselines = await baselinesOfTraining({ source, examples, file }, data, codec);
  return { source, examples, dropped, rows: undefined, baselines, ...scoredAs(source, data) };
};

const scoredAs = (source: SymbolSource, { stepLength, carryState }: TextData): Required<Omit<Scored, 'scorer'>> => ({
  stream: { stride: stepLength, carryState },
  scoreStream: (session, span, loss, breathe) => scoreText(session, source, span, loss, breathe),
});

/** An empty span has no bounds, so that it counts as nothing to evaluate. */
const spanOf = (start: number, end: number): Int32Array =>
  start < end ? Int32Array.of(start, end) : new Int32Array(0);
