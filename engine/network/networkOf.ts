import type { ModelConfig, TrainingConfig } from '../config.ts';
import type { NetworkShape } from './networkShape.ts';
import type { EncoderSpec, NetworkSpec, PoolSpec, RecurSpec } from './networkSpec.ts';

type Layered = Pick<
  ModelConfig,
  'hiddenSize' | 'numLayers' | 'layerSizes' | 'projSize' | 'bidirectional' | 'bias' | 'layerNorm' | 'initialState'
> &
  RecurSpec['cell'] &
  Partial<Pick<ModelConfig, 'residual' | 'dropout' | 'recurrentDropout'>>;

type Surrounded = Pick<ModelConfig, 'embeddingSize' | 'outputActivation' | 'pool' | 'inputDropout' | 'outputDropout'>;

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

/** An attention scores a step by as many units as the top layer has. */
const poolOf = (by: ModelConfig['pool'], { layers }: RecurSpec): PoolSpec => ({
  ...{ block: 'pool', name: 'pool', by },
  ...(by === 'attention' && { size: layers.at(-1) ?? 1 }),
});

/**
 * The network of a model's options for the data: an embedding where symbols are to have one, layers, what makes one
 * vector of a sequence that is predicted for as a whole, and a head; dropout before and after the layers.
 */
export const networkOf = (
  shape: NetworkShape,
  model: Layered & Surrounded,
  loss: TrainingConfig['loss'],
): NetworkSpec => {
  const encoder: EncoderSpec[] = [];
  const addDropout = (name: string, share: number): void => {
    if (share > 0) encoder.push({ block: 'drop', name, share });
  };
  if (shape.input.kind === 'symbols' && model.embeddingSize > 0) {
    encoder.push({ block: 'embed', name: 'embedding', size: model.embeddingSize });
  }
  // Symbols that are no vectors have no values to drop.
  if (shape.input.kind === 'numbers' || encoder.length > 0) addDropout('inputDropout', model.inputDropout);
  const layers = recurOf(model);
  encoder.push(layers);
  if (!shape.everyStep) encoder.push(poolOf(model.pool, layers));
  addDropout('outputDropout', model.outputDropout);
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
