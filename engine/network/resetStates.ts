import { sequenceBytes } from '../compute/kernels.ts';
import type { SharedMemory } from '../compute/memory.ts';
import type { LaneStates } from './networkPlan.ts';

/** Sets the states of lanes to the learned first ones, or to zeros. */
export const resetStates = (memory: SharedMemory, panel: number, { lanes, states }: LaneStates): void => {
  for (const { offset, size, learned } of states) {
    const kept = memory.floats(offset, sequenceBytes(1, lanes, size, panel) / 4);
    if (learned === undefined) kept.fill(0);
    else kept.set(memory.floats(learned, kept.length));
  }
};
