import type { Kernels } from '../compute/kernels.ts';
import { BidirectionalLayer } from './bidirectionalLayer.ts';
import type { Cell } from './cell.ts';
import { DiagnosedLayer } from './diagnosedLayer.ts';
import { Gru } from './gru.ts';
import { GruBefore } from './gruBefore.ts';
import { Lstm } from './lstm.ts';
import type { NetworkPlan, ShardPlan } from './networkPlan.ts';
import type { LayerBuffers, LayerWeights, RecurrentLayer } from './recurrentLayer.ts';
import { Rnn } from './rnn.ts';
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
    const cell = makeCell(kernels, plan, weights, own);
    // Masks between the layers have the numbers from 0 on.
    const mask = plan.layers.length * (direction + 1) + index;
    const one = own.steps
      ? new SteppedLayer(kernels, cell, weights, own, plan.recurrentDropout, mask)
      : new WholeLayer(kernels, cell, weights, own);
    const { diagnosis } = own;
    return diagnosis
      ? new DiagnosedLayer(kernels, one, weights, own, diagnosis, plan.gateRanges, direction === 1)
      : one;
  });
  if (!ahead) throw new Error('A layer has no direction.');
  if (!back || !buffers.both) return ahead;
  return new BidirectionalLayer(kernels, [ahead, back], buffers.both, layer.inputRows, layer.stateSize);
};

const makeCell = (kernels: Kernels, plan: NetworkPlan, weights: LayerWeights, buffers: LayerBuffers): Cell => {
  switch (plan.cell) {
    case 'lstm':
      return new Lstm(kernels, weights, buffers);
    case 'gru':
      return plan.gruReset === 'before' ? new GruBefore(kernels, weights, buffers) : new Gru(kernels, weights, buffers);
    case 'rnn':
      return new Rnn(kernels, weights, buffers, plan.activation);
  }
};
