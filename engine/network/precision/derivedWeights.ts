import type { NetworkPlan } from '../networkPlan.ts';
import type { Precision } from './precision.ts';
import { commands, type Command } from '../shards/shardCommands.ts';

/** What is made of the weights after an update and before it is asked for: transposes, and copies in bfloat16. */
export class DerivedWeights {
  private areTransposesStale = true;
  private areCopiesStale = true;
  private products: Precision;
  private readonly hasCopies: boolean;
  /** Whether the head multiplies by a transpose. */
  private readonly isHeadShared: boolean;
  private readonly run: (command: Command) => void;

  constructor({ rounding, head }: NetworkPlan, run: (command: Command) => void) {
    this.hasCopies = rounding !== undefined;
    this.isHeadShared = head.linear?.shared !== undefined;
    this.products = this.hasCopies ? 'bfloat16' : 'float32';
    this.run = run;
  }

  get precision(): Precision {
    return this.products;
  }

  set precision(precision: Precision) {
    if (precision === 'bfloat16' && !this.hasCopies) throw new Error('The session has no weights in bfloat16.');
    // What was made of the weights for the one is made anew for the other.
    if (precision !== this.products) this.markStale();
    this.products = precision;
  }

  /** The weights have changed. */
  markStale(): void {
    this.areTransposesStale = true;
    this.areCopiesStale = true;
  }

  /** Of these what a pass forward alone reads. */
  refreshForward(precision: Precision): void {
    if (precision === 'bfloat16' || this.isHeadShared) this.refresh(precision);
  }

  /** Makes what is old anew; copies only for products in bfloat16. */
  refresh(precision: Precision): void {
    if (precision === 'bfloat16' && this.areCopiesStale) {
      this.run(commands.round);
      this.areCopiesStale = false;
    } else if (this.areTransposesStale) this.run(commands.transpose);
    this.areTransposesStale = false;
  }
}
