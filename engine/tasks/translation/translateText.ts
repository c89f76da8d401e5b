import type { PairSource } from '../../compute/source.ts';
import { InputError } from '../../errors.ts';
import type { TextPrediction } from '../../protocol.ts';
import type { LoadedModel } from '../loadedModel.ts';
import { checked, searchOf } from './predictTranslation.ts';
import { codersOf } from './sideCoder.ts';
import { Translator } from './translateAll.ts';
import type { TranslationCodec } from './translationCodec.ts';
import { type TranslationData, unitNames } from './translationFields.ts';

const mostUnknown = 20;

/** The best translations of a text that stands in no file. Throws an `InputError` for one without a word. */
export const translateText = async (
  { file, model, session, steps }: LoadedModel<TranslationData, TranslationCodec>,
  text: string,
): Promise<TextPrediction> => {
  const { codec, config } = model;
  const { unit } = codec.source;
  const coders = codersOf(codec);
  const ids = coders.source.encode(text);
  if (ids.length === 0) throw new InputError(`the text is empty; give one with ${unitNames[unit]} to translate`);
  const read = ids.slice(0, steps);
  const source: PairSource = {
    kind: 'pairs',
    source: {
      ids: Uint16Array.from(read),
      starts: Float64Array.of(0, read.length),
      steps,
      vocabulary: coders.source.vocabulary,
    },
    target: {
      ids: new Uint16Array(0),
      starts: new Float64Array(2),
      steps: config.data.maxTargetLength + 1,
      vocabulary: coders.target.vocabulary,
    },
  };
  session.load(source);
  const [found = []] = new Translator(codec).translate(session, Int32Array.of(0), searchOf(session, config.data));
  checked(found, 'the probability of a translation', file);
  return {
    alternatives: found.map((one) => ({ text: one.text, probability: Math.exp(one.log) })),
    unit,
    length: ids.length,
    read: read.length,
    unknown: coders.source.unknown(text, steps).slice(0, mostUnknown),
  };
};
