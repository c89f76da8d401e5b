import type { SequenceSource, SequenceTargets } from '../../compute/source.ts';
import { countIds, tokenIds, unknownId } from '../../encoding/tokenIds.ts';
import { tokenize } from '../../encoding/tokenizer.ts';
import { InputError } from '../../errors.ts';
import type { TextPrediction } from '../../protocol.ts';
import type { TextVocabulary } from './textReading.ts';

const mostUnknown = 20;

/** A text that stands in no file, and what of it the network reads. */
export interface TypedText<T extends SequenceTargets> {
  readonly source: SequenceSource<T>;
  readonly told: Pick<TextPrediction, 'unit' | 'length' | 'read' | 'unknown'>;
}

/**
 * The text as the only sequence of a source, with what is not known of it. Throws an `InputError` for one without a word.
 * @param steps the most that are read
 */
export const readTypedText = <T extends SequenceTargets>(
  codec: TextVocabulary,
  text: string,
  steps: number,
  targets: T,
): TypedText<T> => {
  const tokens = text.trim() === '' ? [] : tokenize(codec, text);
  if (tokens.length === 0) throw new InputError(`the text is empty; give one with ${codec.unit} to read`);
  const ids = tokenIds(codec);
  const read = tokens.slice(0, steps);
  return {
    source: {
      kind: 'sequences',
      ids: Uint16Array.from(read, (token) => ids.get(token) ?? unknownId),
      starts: Float64Array.of(0, read.length),
      steps,
      vocabulary: countIds(codec.tokens.length),
      ...targets,
    },
    told: {
      unit: codec.unit,
      length: tokens.length,
      read: read.length,
      unknown: [...new Set(read.filter((token) => !ids.has(token)))].slice(0, mostUnknown),
    },
  };
};
