import type { Kernels } from '../../compute/kernels.ts';
import { present, type CellWeights } from '../cells/cell.ts';
import { specOf } from '../cells/findCell.ts';
import { BidirectionalLayer } from './bidirectionalLayer.ts';
import { DiagnosedLayer } from './diagnosedLayer.ts';
import { DroppableWeights, DroppedWeights } from './droppedWeights.ts';
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
  const { gradientShift, diagnosis } = buffers;
  const dropped = buffers.weights;
  const droppable =
    dropped && new DroppableWeights(present(weights.recurrent, 'recurrent weights'), gradientShift, dropped);
  const used = droppable ? { ...weights, recurrent: droppable } : weights;
  const cell = make(kernels, used, buffers, spec.cell);
  // Masks between the layers come first, those of weights last.
  const place = layers.length * direction + index;
  const mask = firstMask + layers.length + place;
  const plain = buffers.steps
    ? new SteppedLayer(kernels, cell, used, buffers, spec.recurrentDropout, mask)
    : new WholeLayer(kernels, cell, used, buffers);
  const layer = droppable
    ? new DroppedWeights(kernels, {
        ...{ layer: plain, droppable, weights, buffers: dropped, gradientShift },
        share: spec.weightDropout ?? 0,
        mask: firstMask + layers.length * (1 + (spec.bidirectional ? 2 : 1)) + place,
      })
    : plain;
  if (!diagnosis) return layer;
  const isReversed = direction === 1;
  return new DiagnosedLayer(kernels, { layer, weights, buffers, diagnosis, gates: gates(spec.cell), isReversed });
};
