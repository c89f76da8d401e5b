import type { PassOptions } from '../../../../engine/network/passOptions.ts';
import type { SessionOptions } from '../../../../engine/network/sessionOptions.ts';
import type { UpdateOptions } from '../../../../engine/compute/optimizer.ts';
import { plainModel, type ModelConfig, type TrainingConfig } from '../../../../engine/config.ts';

/** A model for tests, from what differs. */
export const modelOf = (changes: Partial<ModelConfig>): ModelConfig => ({
  cell: 'lstm',
  activation: 'tanh',
  inputSize: 1,
  hiddenSize: 9,
  numLayers: 1,
  dropout: 0,
  embeddingSize: 0,
  initializer: 'pytorch',
  outputActivation: 'none',
  ...plainModel,
  ...changes,
});

export const trainingOf = (changes: Partial<TrainingConfig>): SessionOptions['training'] => ({
  loss: 'mse',
  huberDelta: 1,
  optimizer: 'sgd',
  batchSize: 3,
  averageDecay: 0,
  threads: 1,
  ...changes,
});

/** Plain descent at rate 1: the parameters move by the mean gradient. */
export const updateOf = (changes: Partial<UpdateOptions>): UpdateOptions => ({
  learningRate: 1,
  momentum: 0.9,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
  gradClip: 0,
  clipValue: 0,
  averageDecay: 0,
  step: 1,
  ...changes,
});

export const fresh: PassOptions = { carryState: false, dropoutSeed: 0 };
