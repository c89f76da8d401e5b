import type { NetworkPlan } from '../model/networkPlan.ts';
import type { SharedMemory } from './memory.ts';

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
    if (average === 0) return;
    this.memory.floats(average, packedCount).set(this.memory.floats(parameters, packedCount));
  }

  /** Does `work` with the average in the place of the present parameters, until its promise settles. */
  during<T>(work: () => T): T {
    if (this.plan.average === 0) return work();
    this.swap();
    let result: T;
    try {
      result = work();
    } catch (error) {
      this.swap();
      throw error;
    }
    if (result instanceof Promise) {
      return result.finally(() => {
        this.swap();
      }) as T;
    }
    this.swap();
    return result;
  }

  private swap(): void {
    const { parameters, average, packedCount } = this.plan;
    const present = this.memory.floats(parameters, packedCount);
    const averaged = this.memory.floats(average, packedCount);
    const kept = present.slice();
    present.set(averaged);
    averaged.set(kept);
  }
}
