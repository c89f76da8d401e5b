import type { Tensor } from '../compute/tensor.ts';
import type { ModelConfig } from '../config.ts';

// D inputs, H hidden units, G gates in PyTorch's order, P outputs: H, or fewer with a projection.

/** One direction of one recurrent layer as PyTorch lays it out, with a recurrent product. */
export interface CellWeights {
  /** (G*H, D) */
  readonly weightIh: Tensor;
  /** (G*H, P) */
  readonly weightHh: Tensor;
  /** (G*H); both or neither. */
  readonly biasIh?: Tensor;
  readonly biasHh?: Tensor;
}

/** What tells apart the functions that the same weights may belong to. */
export type CellForm = Pick<ModelConfig, 'cell' | 'gruReset'>;

export type NamedTensors = ReadonlyMap<string, Tensor>;

/** PyTorch's ending of the names of a layer and direction: `_l1_reverse`. */
export const layerSuffix = (layer: number, isReverse: boolean): string => `_l${layer}${isReverse ? '_reverse' : ''}`;

export const takeCell = (tensors: NamedTensors, layer: number, isReverse: boolean): CellWeights | undefined => {
  const suffix = layerSuffix(layer, isReverse);
  const weightIh = tensors.get(`rnn.weight_ih${suffix}`);
  const weightHh = tensors.get(`rnn.weight_hh${suffix}`);
  const biasIh = tensors.get(`rnn.bias_ih${suffix}`);
  const biasHh = tensors.get(`rnn.bias_hh${suffix}`);
  if (!weightIh || !weightHh) return undefined;
  return { weightIh, weightHh, ...(biasIh && { biasIh }), ...(biasHh && { biasHh }) };
};

export const putCell = (
  tensors: Map<string, Tensor>,
  layer: number,
  isReverse: boolean,
  { weightIh, weightHh, biasIh, biasHh }: CellWeights,
): void => {
  const suffix = layerSuffix(layer, isReverse);
  tensors.set(`rnn.weight_ih${suffix}`, weightIh);
  tensors.set(`rnn.weight_hh${suffix}`, weightHh);
  if (biasIh) tensors.set(`rnn.bias_ih${suffix}`, biasIh);
  if (biasHh) tensors.set(`rnn.bias_hh${suffix}`, biasHh);
};

/** `(12, 4)` */
export const formatShape = ({ shape }: Pick<Tensor, 'shape'>): string => `(${shape.join(', ')})`;
