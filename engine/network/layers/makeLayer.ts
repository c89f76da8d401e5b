import type { Kernels } from '../../compute/kernels.ts';
import type { CellWeights } from '../cells/cell.ts';
import { specOf } from '../cells/findCell.ts';
import { BidirectionalLayer } from './bidirectionalLayer.ts';
import { DiagnosedLayer } from './diagnosedLayer.ts';
import type { LayerBuffers, RecurrentLayer } from './recurrentLayer.ts';
import type { RecurBuffers, RecurPlan } from './recurPlan.ts';
import { SteppedLayer } from './steppedLayer.ts';
import { WholeLayer } from './wholeLayer.ts';

/** Layer `index` of a planned stack, in both its directions where it has two. */
export const makeLayer = (kernels: Kernels, plan: RecurPlan, shard: RecurBuffers, index: number): RecurrentLayer => {
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
  { spec, layers, firstMask }: RecurPlan,
  weights: CellWeights,
  buffers: LayerBuffers,
  direction: number,
  index: number,
): RecurrentLayer => {
  const { make, gates } = specOf(spec.cell);
  const cell = make(kernels, weights, buffers, spec.cell);
  // Masks between the layers come first.
  const mask = firstMask + layers.length * (direction + 1) + index;
  const layer = buffers.steps
    ? new SteppedLayer(kernels, cell, weights, buffers, spec.recurrentDropout, mask)
    : new WholeLayer(kernels, cell, weights, buffers);
  const { diagnosis } = buffers;
  if (!diagnosis) return layer;
  const isReversed = direction === 1;
  return new DiagnosedLayer(kernels, { layer, weights, buffers, diagnosis, gates: gates(spec.cell), isReversed });
};
