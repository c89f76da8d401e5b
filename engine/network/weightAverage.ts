import type { NetworkPlan } from './networkPlan.ts';
import type { SharedMemory } from '../compute/memory.ts';
import type { Offset } from '../compute/offset.ts';

/** The moving average of the parameters, where a session keeps one; else everything here does nothing to them. */
export class WeightAverage {
  private readonly memory: SharedMemory;
  private readonly plan: NetworkPlan;

  constructor(memory: SharedMemory, plan: NetworkPlan) {
    this.memory = memory;
    this.plan = plan;
  }

  /** Begins with the present parameters. */
  restart(): void {
    const { parameters, average, packedCount } = this.plan;
    if (average === undefined) return;
    this.memory.floats(average, packedCount).set(this.memory.floats(parameters, packedCount));
  }

  /** Does `work` with the average in the place of the present parameters, until its promise settles; `changed` is told whenever they are exchanged. */
  during<T>(work: () => T, changed: () => void): T {
    const { average } = this.plan;
    if (average === undefined) return work();
    this.swap(average, changed);
    let result: T;
    try {
      result = work();
    } catch (error) {
      this.swap(average, changed);
      throw error;
    }
    if (result instanceof Promise) {
      return result.finally(() => {
        this.swap(average, changed);
      }) as T;
    }
    this.swap(average, changed);
    return result;
  }

  private swap(average: Offset, changed: () => void): void {
    const { parameters, packedCount } = this.plan;
    const present = this.memory.floats(parameters, packedCount);
    const averaged = this.memory.floats(average, packedCount);
    const kept = present.slice();
    present.set(averaged);
    averaged.set(kept);
    changed();
  }
}
