import { InputError } from '../../../errors.ts';
import type { TextPrediction } from '../../../protocol.ts';
import { describeNonsense } from '../../../words/describeNonsense.ts';
import type { LoadedModel } from '../../loadedModel.ts';
import { readTypedText } from '../../texts/typedText.ts';
import { decodeNumber } from './decodeNumber.ts';
import type { RegressionCodec } from '../regressionCodec.ts';
import type { RegressionData } from '../regressionFields.ts';
import { formatterOf } from '../targetRows.ts';

/** The numbers of a text that stands in no file. Throws an `InputError` for one without a word. */
export const predictTypedNumber = async (
  { file, model, session, steps }: LoadedModel<RegressionData, RegressionCodec>,
  text: string,
): Promise<TextPrediction> => {
  const { inputs, targets } = model.codec;
  if (inputs.kind !== 'texts') {
    throw new InputError('reads numbers, not texts; give it a file to predict', { file });
  }
  const notKnown = { targets: new Float32Array(targets.length).fill(NaN), targetColumns: targets.length };
  const { source, told } = readTypedText(inputs, text, steps, notKnown);
  session.load(source);
  const outputs = session.predict(Int32Array.of(0));
  const numbers = targets.map(({ column, decimals }, target) => {
    const { value, ...interval } = decodeNumber(outputs[target] ?? NaN, target, model);
    if (!Number.isFinite(value)) throw new InputError(describeNonsense('what it predicts'), { file });
    return { column, text: formatterOf(decimals)(value), value, ...interval };
  });
  return { alternatives: [], ...told, numbers };
};
