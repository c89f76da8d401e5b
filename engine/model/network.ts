import { panelsOf, type Kernels } from '../compute/kernels.ts';
import { dropoutKeyOf } from './dropoutKey.ts';
import { DenseInput, sequenceBytes, SymbolInput, type LayerInput } from './layerInput.ts';
import { makeLayer } from './makeLayer.ts';
import type { LaneStates, NetworkPlan, ShardPlan } from './networkPlan.ts';
import type { Pass, RecurrentLayer } from './recurrentLayer.ts';

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
  readonly layers: readonly RecurrentLayer[];
  private readonly bottom: LayerInput;
  /** What layer l + 1 reads. */
  private readonly between: readonly DenseInput[];
  private readonly states: RecurrentLayer['states'];

  constructor(kernels: Kernels, plan: NetworkPlan, shard: ShardPlan) {
    this.kernels = kernels;
    this.plan = plan;
    this.shard = shard;
    this.layers = plan.layers.map((_, index) => makeLayer(kernels, plan, shard, index));
    this.bottom = bottomInput(kernels, plan, shard);
    this.between = plan.layers.slice(0, -1).map(({ outputRows }) => new DenseInput(kernels, 0, outputRows));
    this.states = this.layers.flatMap((layer) => layer.states);
  }

  /** What a pass over lanes of the batch knows. */
  passOf(T: number, lanes: Lanes, dropoutKey: number | undefined, lengths: number, isDiagnosed = false): Pass {
    const { batchSize } = this.plan;
    return { T, B: lanes.count, lengths, dropoutKey, firstLane: lanes.first, lanes: batchSize, isDiagnosed };
  }

  /** States of the lanes before the first step: what `keepStates` kept, else the learned ones, else zeros. */
  setStates(kept: LaneStates | undefined, lanes: Lanes): void {
    const { kernels } = this;
    this.states.forEach(({ offset, size, learned }, index) => {
      const panels = panelsOf(size, kernels.panel);
      if (kept) {
        const source = kept.states[index]?.offset ?? 0;
        kernels.copy_lanes(offset, lanes.count, 0, source, kept.lanes, lanes.first, lanes.count, panels);
      } else if (learned > 0) {
        // No inputs: the bias alone, to every lane.
        kernels.project(offset, offset, 0, learned, 0, 1, lanes.count, 0, panels);
      } else kernels.zero(offset, lanes.count * panels * kernels.panel);
    });
  }

  /** Keeps the states after step T. */
  keepStates(kept: LaneStates, lanes: Lanes, T: number): void {
    const { kernels } = this;
    this.states.forEach(({ offset, size }, index) => {
      const target = kept.states[index]?.offset ?? 0;
      const last = offset + sequenceBytes(T, lanes.count, size, kernels.panel);
      const panels = panelsOf(size, kernels.panel);
      kernels.copy_lanes(target, kept.lanes, lanes.first, last, lanes.count, 0, lanes.count, panels);
    });
  }

  /** From the shard's x or ids to the top layer's outputs (T, B, width), whose offset is returned. */
  forward(pass: Pass): number {
    const { dropout } = this.plan;
    const { T, B, dropoutKey, firstLane, lanes } = pass;
    this.lookUpEmbeddings(T, B);
    let output = 0;
    this.layers.forEach((layer, index) => {
      const input = this.inputOf(index);
      output = layer.forward(input, pass);
      output = this.addResidual(output, input, index, pass);
      const { dropped = 0 } = this.shard.layers[index] ?? {};
      if (dropped > 0 && dropoutKey !== undefined) {
        const key = dropoutKeyOf(dropoutKey, index);
        this.kernels.dropout(dropped, output, dropout, key, T, B, this.rowsOf(index), firstLane, lanes);
        output = dropped;
      }
      this.between[index]?.moveTo(output);
    });
    return output;
  }

  /**
   * What the head reads where it predicts after the last step alone, (1, B, width), from the outputs: of a lane that
   * ended before, its last; of the direction that reads backwards, the one at the first step.
   */
  lastOutputs(outputs: number, pass: Pass): number {
    const { T, B } = pass;
    const { last } = this.shard;
    if (last === 0) return outputs + sequenceBytes(T - 1, B, this.top().outputRows, this.kernels.panel);
    this.moveLast(last, outputs, 1, T, pass);
    return last;
  }

  /** Where the head writes the gradient of what it read, before `backward`. */
  headGradient(isEveryStep: boolean, { T, B }: Pass): number {
    const { dy, dlast } = this.shard;
    if (isEveryStep) return dy;
    return dlast || dy + sequenceBytes(T - 1, B, this.top().outputRows, this.kernels.panel);
  }

  /** Spreads the gradient of the last outputs over all steps, as `backward` takes it. */
  spreadLastGradient(pass: Pass): void {
    const { T, B } = pass;
    const { dy, dlast } = this.shard;
    if (dlast === 0) this.kernels.zero(dy, sequenceBytes(T - 1, B, this.top().outputRows, this.kernels.panel) / 4);
    else this.moveLast(dy, dlast, T, 1, pass);
  }

  /**
   * After `forward` with the same pass, from the gradient of its outputs in the shard's dy. `isFirst`: the pass began
   * with the learned states, if there are any.
   */
  backward(pass: Pass, isFirst: boolean): void {
    const { dropout, embeddingSize, embedding, shape, panel } = this.plan;
    const { dy, ids, gradientShift } = this.shard;
    const { T, B, dropoutKey, firstLane, lanes } = pass;
    for (let index = this.layers.length - 1; index >= 0; index--) {
      const layer = this.layers[index];
      if (!layer) continue;
      const residual = this.keepResidualGradient(index, pass);
      layer.backward(this.inputOf(index), dy, pass);
      if (isFirst) this.addInitialGradient(layer, pass);
      if (index > 0) {
        layer.inputGradient(dy, pass);
        if (residual > 0) this.kernels.add(dy, residual, this.countOf(index, pass));
        if ((this.shard.layers[index - 1]?.dropped ?? 0) > 0 && dropoutKey !== undefined) {
          const key = dropoutKeyOf(dropoutKey, index - 1);
          this.kernels.dropout(dy, dy, dropout, key, T, B, this.rowsOf(index - 1), firstLane, lanes);
        }
      } else if (embeddingSize > 0 && shape.input.kind === 'symbols') {
        layer.inputGradient(dy, pass);
        const { vocabulary } = shape.input;
        this.kernels.scatter_rows(embedding + gradientShift, dy, ids, T, B, vocabulary, panelsOf(embeddingSize, panel));
      }
    }
  }

  /** From so many steps to so many others: of each direction its last one, which of the one reading backwards is step 0. */
  private moveLast(target: number, source: number, targetSteps: number, sourceSteps: number, pass: Pass): void {
    const { kernels } = this;
    const { stateSize: S, directions, outputRows } = this.top();
    const { B, lengths } = pass;
    const width = panelsOf(outputRows, kernels.panel);
    for (let direction = 0; direction < directions; direction++) {
      const half = direction * sequenceBytes(1, B, S, kernels.panel);
      const isFromEnd = direction === 0 ? 1 : 0;
      const [to, from] = [target + half, source + half];
      kernels.move_steps(to, width, from, width, lengths, targetSteps, sourceSteps, B, S, isFromEnd, 0);
    }
  }

  private addInitialGradient(layer: RecurrentLayer, pass: Pass): void {
    const learned = layer.states.filter((state) => state.learned > 0);
    if (learned.length === 0) return;
    layer.initialGradient(pass);
    for (const { learned: parameter, gradient, size } of learned) {
      const target = parameter + this.shard.gradientShift;
      this.kernels.bias_gradient(target, 0, gradient, 1, pass.B, panelsOf(size, this.kernels.panel));
    }
  }

  private addResidual(output: number, input: LayerInput, index: number, pass: Pass): number {
    const { sum = 0 } = this.shard.layers[index] ?? {};
    if (sum === 0 || !(input instanceof DenseInput)) return output;
    const count = this.countOf(index, pass);
    this.kernels.elementwise(sum, output, count, 0);
    this.kernels.add(sum, input.offset, count);
    return sum;
  }

  /** A copy of the gradient that goes past the layer, 0 where none does. */
  private keepResidualGradient(index: number, pass: Pass): number {
    const { sum = 0 } = this.shard.layers[index] ?? {};
    if (sum === 0) return 0;
    this.kernels.elementwise(this.shard.residual, this.shard.dy, this.countOf(index, pass), 0);
    return this.shard.residual;
  }

  private countOf(index: number, { T, B }: Pass): number {
    return sequenceBytes(T, B, this.rowsOf(index), this.kernels.panel) / 4;
  }

  private rowsOf(index: number): number {
    return this.plan.layers[index]?.outputRows ?? 0;
  }

  private inputOf(index: number): LayerInput {
    return this.between[index - 1] ?? this.bottom;
  }

  private top(): NetworkPlan['layers'][number] {
    const top = this.plan.layers.at(-1);
    if (!top) throw new Error('A network has at least one layer.');
    return top;
  }

  private lookUpEmbeddings(T: number, B: number): void {
    const { shape, embedding, embeddingSize, panel } = this.plan;
    if (shape.input.kind !== 'symbols' || embeddingSize === 0) return;
    const { x, ids } = this.shard;
    this.kernels.gather_rows(x, embedding, 0, 0, ids, T, B, shape.input.vocabulary, panelsOf(embeddingSize, panel));
  }
}

const bottomInput = (kernels: Kernels, { shape, embeddingSize }: NetworkPlan, { x, ids }: ShardPlan): LayerInput => {
  if (shape.input.kind === 'numbers') return new DenseInput(kernels, x, shape.input.size);
  if (embeddingSize > 0) return new DenseInput(kernels, x, embeddingSize);
  return new SymbolInput(kernels, ids, shape.input.vocabulary);
};
