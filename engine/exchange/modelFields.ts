import type { Config, ModelConfig } from '../config.ts';
import { specOf } from '../network/cells/findCell.ts';
import type { InferredNetwork } from './inferNetwork.ts';

type ModelFields = NonNullable<Config['model']>;

/** A network's form as the fields of a config. */
export const modelFields = (network: InferredNetwork, gruReset: ModelConfig['gruReset']): ModelFields => {
  const { cell, layerSizes, isBidirectional, projSize, hasBias, embeddingSize, hasNorms, hasLearnedState } = network;
  const [hiddenSize = 0] = layerSizes;
  return {
    cell,
    hiddenSize,
    numLayers: layerSizes.length,
    ...(layerSizes.some((size) => size !== hiddenSize) && { layerSizes: [...layerSizes] }),
    bias: hasBias,
    bidirectional: isBidirectional,
    projSize,
    ...(specOf({ cell, gruReset }).reads.includes('gruReset') && { gruReset }),
    layerNorm: hasNorms,
    initialState: hasLearnedState ? 'learned' : 'zeros',
    embeddingSize,
  };
};

/** What another training has to share with a model of ours to begin with its weights. */
export const ownFields = (model: ModelConfig): ModelFields => {
  const { inputSize, initializer, forgetBias, activation, layerSizes, ...rest } = model;
  const { dropout, recurrentDropout, inputDropout, outputDropout, ...others } = rest;
  const { lockedDropout, wordDropout, weightDropout, activationPenalty, changePenalty, ...form } = others;
  return {
    ...form,
    ...(specOf(model).reads.includes('activation') && { activation }),
    ...(layerSizes && { layerSizes: [...layerSizes] }),
  };
};
