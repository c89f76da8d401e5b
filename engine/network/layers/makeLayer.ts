import type { Kernels } from '../../compute/kernels.ts';
import type { CellWeights } from '../cells/cell.ts';
import { specOf } from '../cells/registry.ts';
import type { NetworkPlan, ShardPlan } from '../networkPlan.ts';
import { BidirectionalLayer } from './bidirectionalLayer.ts';
import { DiagnosedLayer } from './diagnosedLayer.ts';
import type { LayerBuffers, RecurrentLayer } from './recurrentLayer.ts';
import { SteppedLayer } from './steppedLayer.ts';
import { WholeLayer } from './wholeLayer.ts';

/** Layer `index` of a planned network, in both its directions where it has two. */
export const makeLayer = (kernels: Kernels, plan: NetworkPlan, shard: ShardPlan, index: number): RecurrentLayer => {
  const layer = plan.layers[index];
  const buffers = shard.layers[index];
  if (!layer || !buffers) throw new Error(`The network has no layer ${index}.`);
  const [ahead, back] = layer.weights.map((weights, direction) => {
    const own = buffers.directions[direction];
    if (!own) throw new Error('A direction has no buffers.');
    return makeDirection(kernels, plan, weights, own, direction, index);
  });
  if (!ahead) throw new Error('A layer has no direction.');
  if (!back || !buffers.both) return ahead;
  return new BidirectionalLayer(kernels, [ahead, back], buffers.both, layer.inputRows, layer.stateSize);
};

const makeDirection = (
  kernels: Kernels,
  plan: NetworkPlan,
  weights: CellWeights,
  buffers: LayerBuffers,
  direction: number,
  index: number,
): RecurrentLayer => {
  const spec = specOf(plan.cell);
  const cell = spec.make(kernels, weights, buffers, plan.cell);
  // Masks between the layers have the numbers from 0 on.
  const mask = plan.layers.length * (direction + 1) + index;
  const layer = buffers.steps
    ? new SteppedLayer(kernels, cell, weights, buffers, plan.recurrentDropout, mask)
    : new WholeLayer(kernels, cell, weights, buffers);
  const { diagnosis } = buffers;
  if (!diagnosis) return layer;
  const gates = spec.gates(plan.cell);
  return new DiagnosedLayer(kernels, { layer, weights, buffers, diagnosis, gates, isReversed: direction === 1 });
};
