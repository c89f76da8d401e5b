import { describeNonsense } from '../../words/describeNonsense.ts';
import { InputError } from '../../errors.ts';
import type { TextPrediction } from '../../protocol.ts';
import { rankClasses } from '../labels/rankClasses.ts';
import type { LoadedModel } from '../loadedModel.ts';
import { readTypedText } from '../texts/typedText.ts';
import type { TextClassCodec } from './textClassCodec.ts';
import type { TextClassData } from './textClassFields.ts';

/** The classes of a text that stands in no file. Throws an `InputError` for one without a word. */
export const predictOneText = async (
  { file, model, session, steps }: LoadedModel<TextClassData, TextClassCodec>,
  text: string,
): Promise<TextPrediction> => {
  const { codec } = model;
  const noClass = { labels: Int32Array.of(-1), classes: codec.labels.length };
  const { source, told } = readTypedText(codec, text, steps, noClass);
  session.load(source);
  const alternatives = rankClasses(session.predict(Int32Array.of(0)), codec.labels);
  if (!Number.isFinite(alternatives[0]?.probability)) {
    throw new InputError(describeNonsense('the probability of a class'), { file });
  }
  return { alternatives, ...told };
};
