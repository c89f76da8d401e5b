import type { ModelConfig } from '../../config.ts';
import type { NetworkShape } from '../../network/networkShape.ts';
import type { ConfigProblem } from './completion.ts';

/** What of the network's options does nothing, or cannot be, for what its data demands of it. */
export const findShapeContradictions = (
  { input, everyStep }: NetworkShape,
  { pool, inputDropout, embeddingSize, characterSize }: ModelConfig,
): ConfigProblem[] => [
  ...(everyStep && pool !== 'last'
    ? [
        {
          path: 'model.pool',
          message: `pool ${pool} makes one vector of all steps, and this network predicts at every step; leave it out`,
        },
      ]
    : []),
  ...(characterSize > 0 && (input.kind === 'numbers' || embeddingSize === 0)
    ? [
        {
          path: 'model.characterSize',
          message:
            input.kind === 'numbers'
              ? `characterSize ${characterSize} reads the characters of words, and the steps are numbers; leave it out`
              : `characterSize ${characterSize} reads characters beside the vectors of words, and there are none; set model.embeddingSize, or leave it out`,
        },
      ]
    : []),
  ...(input.kind === 'symbols' && embeddingSize === 0 && inputDropout > 0
    ? [
        {
          path: 'model.inputDropout',
          message: `inputDropout ${inputDropout} drops values of symbol vectors, and these symbols have none; set model.embeddingSize, or leave it out`,
        },
      ]
    : []),
];
