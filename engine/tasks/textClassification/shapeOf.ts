import type { NetworkShape } from '../../network/networkShape.ts';
import type { TextClassCodec } from './textClassCodec.ts';
import { countIds, nothingId } from '../../encoding/tokenIds.ts';

/** Ids in, one class of a text out. */
export const shapeOf = ({ tokens, labels }: TextClassCodec): NetworkShape => ({
  input: { kind: 'symbols', vocabulary: countIds(tokens.length), padding: nothingId },
  outputSize: labels.length,
  everyStep: false,
});
