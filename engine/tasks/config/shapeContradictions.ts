import type { ModelConfig } from '../../config.ts';
import type { NetworkShape } from '../../network/networkShape.ts';
import type { ConfigProblem } from './completion.ts';

/** What of the network's options does nothing, or cannot be, for what its data demands of it. */
export const findShapeContradictions = (
  { input, everyStep }: NetworkShape,
  { pool, inputDropout, wordDropout, embeddingSize, characterSize, tiedOutput }: ModelConfig,
): ConfigProblem[] => [
  ...(everyStep && pool !== 'last'
    ? [
        {
          path: 'model.pool',
          message: `pool ${pool} makes one vector of all steps, and this network predicts at every step; leave it out`,
        },
      ]
    : []),
  ...(wordDropout > 0 && (input.kind === 'numbers' || embeddingSize === 0)
    ? [
        {
          path: 'model.wordDropout',
          message:
            input.kind === 'numbers'
              ? `wordDropout ${wordDropout} drops the vectors of symbols, and the steps are numbers; leave it out`
              : `wordDropout ${wordDropout} drops the vectors of symbols, and these have none; set model.embeddingSize, or leave it out`,
        },
      ]
    : []),
  ...(input.kind === 'symbols' && input.labels !== undefined && embeddingSize === 0
    ? [
        {
          path: 'model.embeddingSize',
          message:
            'embeddingSize 0 leaves no vectors of symbols for that of a label to be added to; set it, or leave it out',
        },
      ]
    : []),
  ...(tiedOutput && input.kind === 'symbols' && embeddingSize === 0
    ? [
        {
          path: 'model.tiedOutput',
          message:
            'tiedOutput gives the output layer the weight of the symbol vectors, and there are none; set model.embeddingSize, or leave it out',
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
