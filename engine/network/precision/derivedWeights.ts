import type { Precision } from './precision.ts';
import { commands, type Command } from '../shards/shardCommands.ts';

/** What is made of the weights after an update and before it is asked for: transposes, and copies in bfloat16. */
export class DerivedWeights {
  private areTransposesStale = true;
  private areCopiesStale = true;
  private products: Precision;
  private readonly hasCopies: boolean;
  private readonly run: (command: Command) => void;

  constructor(hasCopies: boolean, run: (command: Command) => void) {
    this.hasCopies = hasCopies;
    this.products = hasCopies ? 'bfloat16' : 'float32';
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

  /** Makes what is old anew; copies only for training, in bfloat16. */
  refresh(isTraining: boolean): void {
    const asksCopies = isTraining && this.products === 'bfloat16';
    if (asksCopies && this.areCopiesStale) {
      this.run(commands.round);
      this.areCopiesStale = false;
    } else if (this.areTransposesStale) this.run(commands.transpose);
    this.areTransposesStale = false;
  }
}
