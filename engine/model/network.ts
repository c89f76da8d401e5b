import { panelsOf, type Kernels } from '../compute/kernels.ts';
import { Gru } from './gru.ts';
import { DenseInput, sequenceBytes, SymbolInput, type LayerInput } from './layerInput.ts';
import { Lstm } from './lstm.ts';
import type { LaneStates, NetworkPlan, ShardPlan } from './networkPlan.ts';
import type { RecurrentLayer } from './recurrentLayer.ts';
import { Rnn } from './rnn.ts';

/** The lanes of the batch that a thread works on. */
export interface Lanes {
  readonly first: number;
  readonly count: number;
}

/** One thread's recurrent layers from the bottom up, with the embedding before and dropout between them. */
export class Network {
  private readonly kernels: Kernels;
  private readonly plan: NetworkPlan;
  private readonly shard: ShardPlan;
  private readonly layers: readonly RecurrentLayer[];
  private readonly bottom: LayerInput;
  /** What layer l + 1 reads. */
  private readonly between: readonly DenseInput[];

  constructor(kernels: Kernels, plan: NetworkPlan, shard: ShardPlan) {
    this.kernels = kernels;
    this.plan = plan;
    this.shard = shard;
    this.layers = plan.layers.map((weights, layer) => {
      const buffers = shard.layers[layer];
      if (!buffers) throw new Error('A layer has no buffers.');
      if (plan.cell === 'lstm') return new Lstm(kernels, weights, buffers, plan.hiddenSize);
      if (plan.cell === 'gru') return new Gru(kernels, weights, buffers, plan.hiddenSize);
      return new Rnn(kernels, weights, buffers, plan.hiddenSize, plan.activation);
    });
    this.bottom = bottomInput(kernels, plan, shard);
    this.between = this.layers.slice(1).map(() => new DenseInput(kernels, 0, plan.hiddenSize));
  }

  /** States of the lanes before the first step: zeros, or what `keepStates` kept. */
  setStates(kept: LaneStates | undefined, lanes: Lanes): void {
    const { hiddenSize: H, panel } = this.plan;
    const panels = panelsOf(H, panel);
    this.eachState(kept, (state, source) => {
      if (!kept) this.kernels.zero(state, lanes.count * panels * panel);
      else this.kernels.copy_lanes(state, lanes.count, 0, source, kept.lanes, lanes.first, lanes.count, panels);
    });
  }

  /** Keeps the states after step T. */
  keepStates(kept: LaneStates, lanes: Lanes, T: number): void {
    const { hiddenSize: H, panel } = this.plan;
    const panels = panelsOf(H, panel);
    const last = sequenceBytes(T, lanes.count, H, panel);
    this.eachState(kept, (state, target) => {
      this.kernels.copy_lanes(target, kept.lanes, lanes.first, state + last, lanes.count, 0, lanes.count, panels);
    });
  }

  /**
   * From the shard's x or ids to the top layer's outputs h (T, B, H), whose offset is returned.
   * `dropoutKey` undefined: nothing is dropped.
   */
  forward(T: number, lanes: Lanes, dropoutKey: number | undefined): number {
    const { hiddenSize: H, dropout, batchSize, panel } = this.plan;
    const B = lanes.count;
    this.lookUpEmbeddings(T, B);
    let h = 0;
    this.layers.forEach((layer, index) => {
      layer.forward(this.between[index - 1] ?? this.bottom, T, B);
      h = (layer.states[0] ?? 0) + sequenceBytes(1, B, H, panel);
      const dropped = this.shard.dropped[index] ?? 0;
      if (dropped > 0 && dropoutKey !== undefined) {
        this.kernels.dropout(dropped, h, dropout, layerKey(dropoutKey, index), T, B, H, lanes.first, batchSize);
        h = dropped;
      }
      this.between[index]?.moveTo(h);
    });
    return h;
  }

  /** After `forward` with the same arguments, from the gradient of its outputs in the shard's dy. */
  backward(T: number, lanes: Lanes, dropoutKey: number | undefined): void {
    const { hiddenSize: H, dropout, batchSize, embeddingSize, embedding, shape, panel } = this.plan;
    const { dy, ids, gradientShift } = this.shard;
    const B = lanes.count;
    for (let index = this.layers.length - 1; index >= 0; index--) {
      const layer = this.layers[index];
      if (!layer) continue;
      layer.backward(this.between[index - 1] ?? this.bottom, dy, T, B);
      if (index > 0) {
        layer.inputGradient(dy, T, B);
        if ((this.shard.dropped[index - 1] ?? 0) > 0 && dropoutKey !== undefined) {
          this.kernels.dropout(dy, dy, dropout, layerKey(dropoutKey, index - 1), T, B, H, lanes.first, batchSize);
        }
      } else if (embeddingSize > 0 && shape.input.kind === 'symbols') {
        layer.inputGradient(dy, T, B);
        const { vocabulary } = shape.input;
        this.kernels.scatter_rows(embedding + gradientShift, dy, ids, T, B, vocabulary, panelsOf(embeddingSize, panel));
      }
    }
  }

  private lookUpEmbeddings(T: number, B: number): void {
    const { shape, embedding, embeddingSize, panel } = this.plan;
    if (shape.input.kind !== 'symbols' || embeddingSize === 0) return;
    const { x, ids } = this.shard;
    this.kernels.gather_rows(x, embedding, 0, 0, ids, T, B, shape.input.vocabulary, panelsOf(embeddingSize, panel));
  }

  private eachState(kept: LaneStates | undefined, visit: (state: number, kept: number) => void): void {
    this.layers.forEach((layer, index) => {
      layer.states.forEach((state, which) => {
        visit(state, kept?.layers[index]?.[which] ?? 0);
      });
    });
  }
}

/** A key of its own for each layer of a pass, as an unsigned 32-bit number. */
const layerKey = (key: number, layer: number): number => Math.imul(key ^ Math.imul(layer + 1, 0x9e3779b1), 0x85ebca77);

const bottomInput = (kernels: Kernels, { shape, embeddingSize }: NetworkPlan, { x, ids }: ShardPlan): LayerInput => {
  if (shape.input.kind === 'numbers') return new DenseInput(kernels, x, shape.input.size);
  if (embeddingSize > 0) return new DenseInput(kernels, x, embeddingSize);
  return new SymbolInput(kernels, ids, shape.input.vocabulary);
};
