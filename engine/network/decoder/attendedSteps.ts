import type { SharedMemory } from '../../compute/memory.ts';
import type { AttendBuffers } from '../blocks/attend.ts';
import type { NetworkPlan } from '../networkPlan.ts';

/**
 * What each lane of a decoder's step has just looked at: the shares of its attention by the steps of its source, 0 past
 * the last. Undefined where the decoder does not attend. A copy. (lanes, steps)
 */
export const attendedSteps = (
  memory: SharedMemory,
  { decoder, shards, steps }: NetworkPlan,
  lanes: number,
): Float32Array | undefined => {
  const index = decoder?.blocks.findIndex(({ spec }) => spec.block === 'attend') ?? -1;
  if (index < 0) return undefined;
  const all = new Float32Array(lanes * steps);
  // Lanes lie with the threads that worked on them.
  shards.forEach(({ decoder: buffers }, thread) => {
    const first = Math.floor((lanes * thread) / shards.length);
    const count = Math.floor((lanes * (thread + 1)) / shards.length) - first;
    const attend = buffers?.blocks[index] as AttendBuffers | undefined;
    if (attend) all.set(memory.floats(attend.shares, count * steps), first * steps);
  });
  return all;
};
