import { panelsOf, sequenceBytes, type Kernels } from '../compute/kernels.ts';
import { shift, type Offset } from '../compute/offset.ts';
import type { Block } from './blocks/block.ts';
import { kindOf } from './blocks/registry.ts';
import type { Pass, StateSequence } from './cells/cell.ts';
import type { LayerInput } from './layers/layerInput.ts';
import type { BlockPlan, LaneStates } from './networkPlan.ts';

/** The lanes of the batch that a thread works on. */
export interface Lanes {
  readonly first: number;
  readonly count: number;
}

/** One thread's blocks of an encoder or a decoder, from the bottom up. */
export class BlockChain {
  readonly blocks: readonly Block[];
  private readonly kernels: Kernels;
  private readonly top: Block;
  private readonly states: readonly StateSequence[];

  /** `buffers` are the thread's, of each block what its kind plans. */
  constructor(kernels: Kernels, plans: readonly BlockPlan[], buffers: readonly unknown[], bottom: LayerInput) {
    const blocks: Block[] = [];
    let input = bottom;
    plans.forEach(({ spec, plan }, index) => {
      const block = kindOf(spec).make({ kernels, plan, buffers: buffers[index], input, below: blocks.at(-1) });
      blocks.push(block);
      input = block.output;
    });
    const top = blocks.at(-1);
    if (!top) throw new Error('A network has at least one block below its head.');
    this.kernels = kernels;
    this.blocks = blocks;
    this.top = top;
    this.states = blocks.flatMap((block) => block.states);
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

  /** The same from what was kept of other lanes: for each of these `from` says which. */
  takeStates(kept: LaneStates, from: Int32Array): void {
    const { kernels } = this;
    this.states.forEach(({ offset, size }, index) => {
      const source = stateOf(kept, index);
      const panels = panelsOf(size, kernels.panel);
      for (let lane = 0; lane < from.length; lane++) {
        kernels.copy_lanes(offset, from.length, lane, source, kept.lanes, from[lane] ?? 0, 1, panels);
      }
    });
  }

  /** Keeps the states after step T, of 0 those before the first; nothing where nothing is kept. */
  keepStates(kept: LaneStates, lanes: Lanes, T: number): void {
    const { kernels } = this;
    kept.states.forEach(({ offset: target, size }, index) => {
      const state = this.states[index];
      if (!state) throw new Error(`The network has no state ${index}.`);
      const last = shift(state.offset, sequenceBytes(T, lanes.count, size, kernels.panel));
      const panels = panelsOf(size, kernels.panel);
      kernels.copy_lanes(target, kept.lanes, lanes.first, last, lanes.count, 0, lanes.count, panels);
    });
  }

  /** Returns what the top block puts out: (T, B, width), or (1, B, width) where it is pooled. */
  forward(pass: Pass): Offset {
    for (const block of this.blocks) block.forward(pass);
    return this.top.output.offset;
  }

  /** Where the gradient of that has to be before `backward`. */
  topGradient(pass: Pass): Offset {
    return present(this.top.gradientAt(pass));
  }

  /** After `forward` with the same pass. `isFirst`: it began with the learned states, if there are any. */
  backward(pass: Pass, isFirst: boolean): void {
    for (let index = this.blocks.length - 1; index >= 0; index--) {
      this.blocks[index]?.backward(pass, isFirst, this.blocks[index - 1]?.gradientAt(pass));
    }
  }
}

/** Kept state `index`, in the order of the blocks' states. */
const stateOf = (kept: LaneStates, index: number): Offset => present(kept.states[index]?.offset);

const present = (offset: Offset | undefined): Offset => {
  if (offset === undefined) throw new Error('The network has no such buffer.');
  return offset;
};
