import { panelsOf, sequenceBytes, type Kernels } from '../compute/kernels.ts';
import { shift, type Offset } from '../compute/offset.ts';
import type { Block } from './blocks/block.ts';
import { kindOf } from './blocks/registry.ts';
import type { Pass, StateSequence } from './cells/cell.ts';
import { DenseInput, SymbolInput, type LayerInput } from './layers/layerInput.ts';
import type { LaneStates, NetworkPlan, ShardPlan } from './networkPlan.ts';

/** The lanes of the batch that a thread works on. */
export interface Lanes {
  readonly first: number;
  readonly count: number;
}

/** One thread's blocks from the bottom up, without the head. */
export class Network {
  readonly blocks: readonly Block[];
  private readonly kernels: Kernels;
  private readonly plan: NetworkPlan;
  private readonly top: Block;
  private readonly states: readonly StateSequence[];

  constructor(kernels: Kernels, plan: NetworkPlan, shard: ShardPlan) {
    this.kernels = kernels;
    this.plan = plan;
    const blocks: Block[] = [];
    let input = bottomInput(kernels, plan, shard);
    plan.blocks.forEach(({ spec, plan: blockPlan }, index) => {
      const parts = { kernels, plan: blockPlan, buffers: shard.blocks[index], input, below: blocks.at(-1) };
      const block = kindOf(spec).make(parts);
      blocks.push(block);
      input = block.output;
    });
    const top = blocks.at(-1);
    if (!top) throw new Error('A network has at least one block below its head.');
    this.blocks = blocks;
    this.top = top;
    this.states = blocks.flatMap((block) => block.states);
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

  /** From the shard's x or ids to what the head reads: (T, B, width), or (1, B, width) where it is pooled. */
  forward(pass: Pass): Offset {
    for (const block of this.blocks) block.forward(pass);
    return this.top.output.offset;
  }

  /** Where the head writes the gradient of what it read, before `backward`. */
  headGradient(pass: Pass): Offset {
    return present(this.top.gradientAt(pass));
  }

  /** After `forward` with the same pass. `isFirst`: it began with the learned states, if there are any. */
  backward(pass: Pass, isFirst: boolean): void {
    for (let index = this.blocks.length - 1; index >= 0; index--) {
      this.blocks[index]?.backward(pass, isFirst, this.blocks[index - 1]?.gradientAt(pass));
    }
  }
}

const bottomInput = (kernels: Kernels, { shape: { input } }: NetworkPlan, { x, ids }: ShardPlan): LayerInput =>
  input.kind === 'numbers'
    ? new DenseInput(kernels, x, input.size)
    : new SymbolInput(kernels, present(ids), input.vocabulary);

/** Kept state `index`, in the order of the blocks' states. */
const stateOf = (kept: LaneStates, index: number): Offset => present(kept.states[index]?.offset);

const present = (offset: Offset | undefined): Offset => {
  if (offset === undefined) throw new Error('The network has no such buffer.');
  return offset;
};
