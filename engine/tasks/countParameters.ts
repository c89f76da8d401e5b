import type { ModelConfig, TrainingConfig } from '../config.ts';
import { layOutParameters } from '../network/networkFlows.ts';
import { networkOf } from '../network/networkOf.ts';
import type { NetworkShape } from '../network/networkShape.ts';
import { countValues } from '../network/parameterLayout.ts';

/** Numbers the network learns: embedding, recurrent layers, output layer. */
export const countParameters = (
  shape: NetworkShape,
  { model, training }: { model: ModelConfig; training: Pick<TrainingConfig, 'loss'> },
): number =>
  layOutParameters(networkOf(shape, model, training.loss), 1).reduce((sum, place) => sum + countValues(place), 0);

/** Of them those that a step multiplies with: what an embedding has is looked up, but where the output layer has it too. */
export const countMultiplied = (shape: NetworkShape, config: Parameters<typeof countParameters>[1]): number => {
  const { input, target } = shape;
  const read = input.kind === 'symbols' ? input.vocabulary : 0;
  const { embeddingSize, tiedOutput } = config.model;
  const lookedUp = target ? read + (tiedOutput ? 0 : target.vocabulary) : tiedOutput ? 0 : read;
  return countParameters(shape, config) - lookedUp * embeddingSize;
};
