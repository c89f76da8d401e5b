import type { StepSource } from '../../compute/source.ts';
import { tokenize } from '../../encoding/tokenizer.ts';
import { tokenIds, unknownId } from '../../encoding/tokenIds.ts';
import { InputError } from '../../errors.ts';
import type { TextPrediction } from '../../protocol.ts';
import { describeNonsense } from '../../words/describeNonsense.ts';
import { rankClasses } from '../labels/rankClasses.ts';
import type { LoadedModel } from '../loadedModel.ts';
import { foldToken } from './foldToken.ts';
import type { LabelingCodec } from './labelingCodec.ts';
import type { LabelingData } from './labelingFields.ts';
import { WordSpeller } from './spellWords.ts';

const mostUnknown = 20;

/** The labels of the words of a sentence that stands in no file. Throws an `InputError` for one without a word. */
export const predictSentence = async (
  { file, model, session, shape, steps }: LoadedModel<LabelingData, LabelingCodec>,
  text: string,
): Promise<TextPrediction> => {
  const { inputs, labels } = model.codec;
  if (inputs.kind !== 'tokens') {
    const message = 'is a model of numbers, and a text has none; predict a file with the columns it was trained on';
    throw new InputError(message, { file });
  }
  const words = tokenize({ unit: 'words', lowercase: false }, text);
  if (words.length === 0) throw new InputError('the text is empty; give one with words to read');
  const ids = tokenIds(inputs);
  const known = words.map((word) => ids.get(foldToken(inputs, word)));
  const starts = Float64Array.from({ length: Math.ceil(words.length / steps) + 1 }, (_, stretch) =>
    Math.min(words.length, stretch * steps),
  );
  const source: StepSource = {
    kind: 'steps',
    inputs: {
      ids: Uint16Array.from(known, (id) => id ?? unknownId),
      ...{ starts, steps, vocabulary: shape.input.kind === 'symbols' ? shape.input.vocabulary : 0 },
    },
    labels: new Int16Array(words.length).fill(-1),
    classes: labels.length,
  };
  const speller = inputs.characters && new WordSpeller(inputs.characters);
  const numbers = speller && Int32Array.from(words, (word) => speller.numberOf(word));
  session.load(speller && numbers ? { ...source, spelling: speller.finish(numbers) } : source);
  const outputs = session.predictSteps(Int32Array.from({ length: starts.length - 1 }, (_, stretch) => stretch));
  const labelled = words.map((word, step) => ({
    word,
    alternatives: rankClasses(outputs.subarray(step * labels.length, (step + 1) * labels.length), labels),
  }));
  if (labelled.some(({ alternatives: [best] }) => !Number.isFinite(best?.probability))) {
    throw new InputError(describeNonsense('the probability of a class'), { file });
  }
  return {
    alternatives: [],
    steps: labelled,
    unit: 'words',
    ...{ length: words.length, read: words.length },
    unknown: [...new Set(words.filter((_, step) => known[step] === undefined))].slice(0, mostUnknown),
  };
};
