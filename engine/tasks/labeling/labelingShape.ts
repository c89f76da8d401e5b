import { countIds, nothingId } from '../../encoding/tokenIds.ts';
import type { NetworkShape } from '../../network/networkShape.ts';
import type { LabelingCodec } from './labelingCodec.ts';
import { lettersShape } from './spellWords.ts';

/** Words or numbers in, a class at every step out. */
export const labelingShape = ({ inputs, labels }: Pick<LabelingCodec, 'inputs' | 'labels'>): NetworkShape => ({
  input:
    inputs.kind === 'tokens'
      ? {
          kind: 'symbols',
          vocabulary: countIds(inputs.tokens.length),
          padding: nothingId,
          ...(inputs.characters && { letters: lettersShape(inputs.characters) }),
        }
      : { kind: 'numbers', size: inputs.columns.length },
  outputSize: labels.length,
  everyStep: true,
});
