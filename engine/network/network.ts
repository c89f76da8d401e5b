import { panelsOf, sequenceBytes, type Kernels } from '../compute/kernels.ts';
import { shift, type Offset } from '../compute/offset.ts';
import type { Pass, StateSequence } from './cells/cell.ts';
import { activationCodes } from '../compute/kernelFunctions.ts';
import { dropoutKeyOf } from './layers/dropoutKey.ts';
import { DenseInput, SymbolInput, type LayerInput } from './layers/layerInput.ts';
import { makeLayer } from './layers/makeLayer.ts';
import type { LaneStates, NetworkPlan, ShardPlan } from './networkPlan.ts';
import type { RecurrentLayer } from './layers/recurrentLayer.ts';

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
  private readonly states: readonly StateSequence[];

  constructor(kernels: Kernels, plan: NetworkPlan, shard: ShardPlan) {
    this.kernels = kernels;
    this.plan = plan;
    this.shard = shard;
    this.layers = plan.layers.map((_, index) => makeLayer(kernels, plan, shard, index));
    this.bottom = bottomInput(kernels, plan, shard);
    this.between = plan.layers.slice(0, -1).map(({ outputRows }) => new DenseInput(kernels, undefined, outputRows));
    this.states = this.layers.flatMap((layer) => layer.states);
  }

  /** What a pass over lanes of the batch knows. */
  passOf(
    T: number,
    lanes: Lanes,
    dropoutKey: number | undefined,
    lengths: Offset | undefined,
    isDiagnosed = false,
  ): Pass {
    const { batchSize } = this.plan;
    return { T, B: lanes.count, lengths, dropoutKey, firstLane: lanes.first, lanes: batchSize, isDiagnosed };
  }

  /** States of the lanes before the first step: what `keepStates` kept, else the learned ones, else zeros. */
  setStates(kept: LaneStates | undefined, lanes: Lanes): void {
    const { kernels } = this;
    this.states.forEach(({ offset, size, learned }, index) => {
      const panels = panelsOf(size, kernels.panel);
      if (kept) {
        const source = stateOf(kept, index);
        kernels.copy_lanes(offset, lanes.count, 0, source, kept.lanes, lanes.first, lanes.count, panels);
      } else if (learned !== undefined) {
        // No inputs: the bias alone, to every lane.
        kernels.project(offset, offset, learned, learned, undefined, 1, lanes.count, 0, panels);
      } else kernels.zero(offset, lanes.count * panels * kernels.panel);
    });
  }

  /** Keeps the states after step T. */
  keepStates(kept: LaneStates, lanes: Lanes, T: number): void {
    const { kernels } = this;
    this.states.forEach(({ offset, size }, index) => {
      const target = stateOf(kept, index);
      const last = shift(offset, sequenceBytes(T, lanes.count, size, kernels.panel));
      const panels = panelsOf(size, kernels.panel);
      kernels.copy_lanes(target, kept.lanes, lanes.first, last, lanes.count, 0, lanes.count, panels);
    });
  }

  /** From the shard's x or ids to the top layer's outputs (T, B, width). */
  forward(pass: Pass): Offset {
    const { dropout } = this.plan;
    const { T, B, dropoutKey, firstLane, lanes } = pass;
    this.lookUpEmbeddings(T, B);
    let output: Offset | undefined;
    this.layers.forEach((layer, index) => {
      const input = this.inputOf(index);
      output = this.addResidual(layer.forward(input, pass), input, index, pass);
      const { dropped } = this.shard.layers[index] ?? {};
      if (dropped !== undefined && dropoutKey !== undefined) {
        const key = dropoutKeyOf(dropoutKey, index);
        this.kernels.dropout(dropped, output, dropout, key, T, B, this.rowsOf(index), firstLane, lanes);
        output = dropped;
      }
      this.between[index]?.moveTo(output);
    });
    return present(output);
  }

  /**
   * What the head reads where it predicts after the last step alone, (1, B, width), from the outputs: of a lane that
   * ended before, its last; of the direction that reads backwards, the one at the first step.
   */
  lastOutputs(outputs: Offset, pass: Pass): Offset {
    const { T, B } = pass;
    const { last } = this.shard;
    if (last === undefined) return shift(outputs, sequenceBytes(T - 1, B, this.top().outputRows, this.kernels.panel));
    this.moveLast(last, outputs, 1, T, pass);
    return last;
  }

  /** Where the head writes the gradient of what it read, before `backward`. */
  headGradient(isEveryStep: boolean, { T, B }: Pass): Offset {
    const { dy, dlast } = this.shard;
    if (isEveryStep) return dy;
    return dlast ?? shift(dy, sequenceBytes(T - 1, B, this.top().outputRows, this.kernels.panel));
  }

  /** Spreads the gradient of the last outputs over all steps, as `backward` takes it. */
  spreadLastGradient(pass: Pass): void {
    const { T, B } = pass;
    const { dy, dlast } = this.shard;
    if (dlast === undefined) {
      this.kernels.zero(dy, sequenceBytes(T - 1, B, this.top().outputRows, this.kernels.panel) / 4);
    } else this.moveLast(dy, dlast, T, 1, pass);
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
        if (residual !== undefined) this.kernels.add(dy, residual, this.countOf(index, pass));
        if (this.shard.layers[index - 1]?.dropped !== undefined && dropoutKey !== undefined) {
          const key = dropoutKeyOf(dropoutKey, index - 1);
          this.kernels.dropout(dy, dy, dropout, key, T, B, this.rowsOf(index - 1), firstLane, lanes);
        }
      } else if (embedding !== undefined && ids !== undefined && shape.input.kind === 'symbols') {
        layer.inputGradient(dy, pass);
        const { vocabulary } = shape.input;
        const gradient = shift(embedding, gradientShift);
        this.kernels.scatter_rows(gradient, dy, ids, T, B, vocabulary, panelsOf(embeddingSize, panel));
      }
    }
  }

  /** From so many steps to so many others: of each direction its last one, which of the one reading backwards is step 0. */
  private moveLast(target: Offset, source: Offset, targetSteps: number, sourceSteps: number, pass: Pass): void {
    const { kernels } = this;
    const { stateSize: S, directions, outputRows } = this.top();
    const { B, lengths } = pass;
    const width = panelsOf(outputRows, kernels.panel);
    for (let direction = 0; direction < directions; direction++) {
      const half = direction * sequenceBytes(1, B, S, kernels.panel);
      const isFromEnd = direction === 0 ? 1 : 0;
      const [to, from] = [shift(target, half), shift(source, half)];
      kernels.move_steps(to, width, from, width, lengths, targetSteps, sourceSteps, B, S, isFromEnd, 0);
    }
  }

  private addInitialGradient(layer: RecurrentLayer, pass: Pass): void {
    if (layer.states.every(({ learned }) => learned === undefined)) return;
    layer.initialGradient(pass);
    for (const { learned, gradient, size } of layer.states) {
      if (learned === undefined) continue;
      const target = shift(learned, this.shard.gradientShift);
      this.kernels.bias_gradient(target, undefined, gradient, 1, pass.B, panelsOf(size, this.kernels.panel));
    }
  }

  private addResidual(output: Offset, input: LayerInput, index: number, pass: Pass): Offset {
    const { sum } = this.shard.layers[index] ?? {};
    if (sum === undefined || !(input instanceof DenseInput)) return output;
    const count = this.countOf(index, pass);
    this.kernels.elementwise(sum, output, count, activationCodes.none);
    this.kernels.add(sum, input.offset, count);
    return sum;
  }

  /** A copy of the gradient that goes past the layer, where one does. */
  private keepResidualGradient(index: number, pass: Pass): Offset | undefined {
    const { residual, dy, layers } = this.shard;
    if (layers[index]?.sum === undefined || residual === undefined) return undefined;
    this.kernels.elementwise(residual, dy, this.countOf(index, pass), activationCodes.none);
    return residual;
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
    const { x, ids } = this.shard;
    if (shape.input.kind !== 'symbols' || x === undefined || ids === undefined || embedding === undefined) return;
    const panels = panelsOf(embeddingSize, panel);
    this.kernels.gather_rows(x, embedding, undefined, undefined, ids, T, B, shape.input.vocabulary, panels);
  }
}

const bottomInput = (kernels: Kernels, { shape, embeddingSize }: NetworkPlan, { x, ids }: ShardPlan): LayerInput => {
  if (shape.input.kind === 'numbers') return new DenseInput(kernels, x, shape.input.size);
  if (embeddingSize > 0) return new DenseInput(kernels, x, embeddingSize);
  return new SymbolInput(kernels, present(ids), shape.input.vocabulary);
};

/** Kept state `index`, in the order of the layers' states. */
const stateOf = (kept: LaneStates, index: number): Offset => present(kept.states[index]?.offset);

const present = (offset: Offset | undefined): Offset => {
  if (offset === undefined) throw new Error('The network has no such buffer.');
  return offset;
};
