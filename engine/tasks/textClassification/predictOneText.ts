import type { SequenceSource } from '../../compute/source.ts';
import { tokenize } from '../../encoding/tokenizer.ts';
import { describeNonsense } from '../../words/describeNonsense.ts';
import { InputError } from '../../errors.ts';
import type { TextPrediction } from '../../protocol.ts';
import { rankClasses } from '../labels/rankClasses.ts';
import type { LoadedModel } from '../loadedModel.ts';
import type { TextClassCodec } from './textClassCodec.ts';
import type { TextClassData } from './textClassFields.ts';
import { tokenIds, unknownId } from '../../encoding/tokenIds.ts';

const mostUnknown = 20;

/** The classes of a text that stands in no file. Throws an `InputError` for one without a word. */
export const predictOneText = async (
  { file, model, session, shape, steps }: LoadedModel<TextClassData, TextClassCodec>,
  text: string,
): Promise<TextPrediction> => {
  const { codec } = model;
  const tokens = text.trim() === '' ? [] : tokenize(codec, text);
  if (tokens.length === 0) throw new InputError(`the text is empty; give one with ${codec.unit} to read`);
  const ids = tokenIds(codec);
  const read = tokens.slice(0, steps);
  const source: SequenceSource = {
    kind: 'sequences',
    ids: Uint16Array.from(read, (token) => ids.get(token) ?? unknownId),
    starts: Float64Array.of(0, read.length),
    steps,
    vocabulary: shape.input.kind === 'symbols' ? shape.input.vocabulary : 0,
    labels: Int32Array.of(-1),
    classes: codec.labels.length,
  };
  session.load(source);
  const alternatives = rankClasses(session.predict(Int32Array.of(0)), codec.labels);
  if (!Number.isFinite(alternatives[0]?.probability)) {
    throw new InputError(describeNonsense('the probability of a class'), { file });
  }
  const unknown = [...new Set(read.filter((token) => !ids.has(token)))].slice(0, mostUnknown);
  return {
    alternatives,
    unit: codec.unit,
    length: tokens.length,
    read: read.length,
    unknown,
  };
};
