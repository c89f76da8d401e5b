import type { GradientsEvent, Measured, TensorDiagnostics } from '../../../engine/protocol.ts';
import type { Line } from '../../chart/decimate.ts';
import { layerOf } from './layerName.ts';

/** The tensors of a layer as one, over the training steps. What has no logarithm is a gap. */
export interface LayerNorms {
  readonly layer: string;
  /** L2 norm of the gradient. */
  readonly gradient: Line;
  /** Norm of the update over that of the weights. */
  readonly ratio: Line;
}

/** Norms of every layer with parameters: the recurrent ones first, as the newest event lists them, then the others. */
export const layerNorms = (events: readonly GradientsEvent[]): LayerNorms[] => {
  const newest = events.at(-1);
  const withTensors = new Set(newest?.tensors.map(({ name }) => layerOf(name)));
  const recurrent = newest?.layers.map(({ name }) => name).filter((name) => withTensors.has(name)) ?? [];
  const layers = [...new Set([...recurrent, ...withTensors])];
  const x = events.map(({ step }) => step);
  return layers.map((layer) => {
    const columns = events.map(({ tensors }) => tensors.filter(({ name }) => layerOf(name) === layer));
    return {
      layer,
      gradient: { x, y: columns.map((tensors) => drawable(norm(tensors, 'gradient'))) },
      ratio: { x, y: columns.map((tensors) => drawable(norm(tensors, 'update') / norm(tensors, 'weight'))) },
    };
  });
};

/** Norm of the update over that of the weights; null where it is not finite, undefined where there is none: all weights are 0. */
export const updateRatio = ({ update, weight }: TensorDiagnostics): Measured | undefined => {
  if (update === null || weight === null) return null;
  return weight > 0 ? update / weight : undefined;
};

/** A value on a logarithmic axis. */
export const drawable = (value: Measured): number | null =>
  value !== null && value > 0 && value < Infinity ? value : null;

/** NaN when one of them is not finite. */
const norm = (tensors: readonly TensorDiagnostics[], of: 'weight' | 'gradient' | 'update'): number =>
  Math.hypot(...tensors.map((tensor) => tensor[of] ?? NaN));
