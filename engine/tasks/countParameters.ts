import type { NetworkShape } from '../network/networkShape.ts';
import { layOutParameters } from '../network/parameterLayout.ts';
import type { ModelConfig, TrainingConfig } from '../config.ts';

/** Numbers the network learns: embedding, recurrent layers, output layer. */
export const countParameters = (
  shape: NetworkShape,
  { model, training }: { model: ModelConfig; training: Pick<TrainingConfig, 'loss'> },
): number => {
  const isSymbols = shape.input.kind === 'symbols';
  const places = layOutParameters({
    panel: 1,
    model,
    embeddingSize: isSymbols ? model.embeddingSize : 0,
    inputSize: shape.input.kind === 'symbols' ? shape.input.vocabulary : shape.input.size,
    outputSize: shape.outputSize,
    outputGroups: training.loss === 'gaussian' ? 2 : 1,
  });
  return places.reduce((sum, { shape }) => sum + shape.reduce((count, side) => count * side, 1), 0);
};
