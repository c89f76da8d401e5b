import type { NetworkShape } from '../../network/networkShape.ts';
import { countIds, nothingId } from '../../encoding/tokenIds.ts';
import type { RegressionCodec } from './regressionCodec.ts';
import type { RegressionData } from './regressionFields.ts';

/** Ids of symbols or steps of numbers in, a number for each target out. */
export const regressionShape = ({ inputs, targets }: RegressionCodec, data: RegressionData): NetworkShape => ({
  input:
    inputs.kind === 'texts'
      ? { kind: 'symbols', vocabulary: countIds(inputs.tokens.length), padding: nothingId }
      : { kind: 'numbers', size: data.text === null ? data.stepSize : inputs.columns.length },
  outputSize: targets.length,
  everyStep: false,
});
