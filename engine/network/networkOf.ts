import type { ModelConfig, TrainingConfig } from '../config.ts';
import type { NetworkShape } from './networkShape.ts';
import type { EncoderSpec, NetworkSpec, RecurSpec } from './networkSpec.ts';

type Layered = Pick<
  ModelConfig,
  'hiddenSize' | 'numLayers' | 'layerSizes' | 'projSize' | 'bidirectional' | 'bias' | 'layerNorm' | 'initialState'
> &
  RecurSpec['cell'] &
  Partial<Pick<ModelConfig, 'residual' | 'dropout' | 'recurrentDropout'>>;

/** The recurrent layers that a model's options ask for. */
export const recurOf = (model: Layered): RecurSpec => {
  const { cell, activation, gruReset, candidate, layerSizes, hiddenSize, numLayers } = model;
  const { bias, bidirectional, projSize, layerNorm, initialState } = model;
  const { residual = false, dropout = 0, recurrentDropout = 0 } = model;
  return {
    block: 'recur',
    name: 'rnn',
    cell: { cell, activation, gruReset, candidate },
    layers: layerSizes ?? new Array<number>(numLayers).fill(hiddenSize),
    ...{ bias, bidirectional, projSize, layerNorm, residual, initialState, dropout, recurrentDropout },
  };
};

/** The network of a model's options for the data: an embedding where symbols are to have one, layers, and a head. */
export const networkOf = (
  shape: NetworkShape,
  model: Layered & Pick<ModelConfig, 'embeddingSize' | 'outputActivation'>,
  loss: TrainingConfig['loss'],
): NetworkSpec => {
  const encoder: EncoderSpec[] = [];
  if (shape.input.kind === 'symbols' && model.embeddingSize > 0) {
    encoder.push({ block: 'embed', name: 'embedding', size: model.embeddingSize });
  }
  encoder.push(recurOf(model));
  if (!shape.everyStep) encoder.push({ block: 'pool', name: 'pool', by: 'last' });
  return {
    input: shape.input,
    encoder,
    head: {
      block: 'head',
      name: 'head',
      outputs: shape.outputSize,
      groups: loss === 'gaussian' ? 2 : 1,
      activation: model.outputActivation,
    },
  };
};
