import type { NetworkShape } from '../compute/networkShape.ts';
import type { ModelConfig, TrainingConfig } from '../config.ts';

const gateCount = { rnn: 1, gru: 3, lstm: 4 } as const;

/** Numbers the network learns: embedding, recurrent layers with two biases each as in PyTorch, output layer. */
export const countParameters = (
  shape: NetworkShape,
  { model, training }: { model: ModelConfig; training: Pick<TrainingConfig, 'loss'> },
): number => {
  const { hiddenSize, numLayers, embeddingSize } = model;
  const gates = gateCount[model.cell];
  const outputs = training.loss === 'gaussian' ? 2 * shape.outputSize : shape.outputSize;
  let embedding = 0;
  let inputSize: number;
  if (shape.input.kind === 'numbers') inputSize = shape.input.size;
  else {
    inputSize = embeddingSize || shape.input.vocabulary;
    embedding = embeddingSize * shape.input.vocabulary;
  }
  const first = gates * hiddenSize * (inputSize + hiddenSize + 2);
  const others = (numLayers - 1) * gates * hiddenSize * (2 * hiddenSize + 2);
  return embedding + first + others + outputs * (hiddenSize + 1);
};
