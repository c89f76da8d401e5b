import { createRandom } from '../../compute/random.ts';
import type { Source } from '../../compute/source.ts';
import { takeBreath } from '../../errands/errand.ts';
import type { Session } from '../../network/session.ts';
import type { Block } from '../../tasks/explain/stagedExamples.ts';
import type { ExplainedExamples, GivenPart } from '../../tasks/explain/explained.ts';
import { predictAll, predictionBatchSize } from '../../tasks/predictAll.ts';
import { type ErrorsBefore, type Growth, growthOf } from './growthOf.ts';

/** Examples that go through the network before messages are let in. */
const atOnce = 4 * predictionBatchSize;

export interface PermutationOptions {
  readonly repeats: number;
  readonly seed: number;
  /** Values that the network puts out of an example. */
  readonly outputs: number;
  /** Times that the examples go through the network in all, for who waits. */
  readonly passes: number;
}

/**
 * Examples whose parts are exchanged among them, by the same few permutations for every part: what differs between parts
 * is then what they are. Leaves another source in the session.
 */
export class Permutations {
  private readonly session: Session;
  private readonly examples: ExplainedExamples;
  private readonly options: PermutationOptions;
  private readonly orders: readonly Int32Array[];
  private done = 0;

  constructor(session: Session, examples: ExplainedExamples, options: PermutationOptions) {
    this.session = session;
    this.examples = examples;
    this.options = options;
    const random = createRandom(options.seed);
    this.orders = Array.from({ length: options.repeats }, () => {
      const order = Int32Array.from({ length: examples.staged.count }, (_, at) => at);
      random.shuffle(order);
      return order;
    });
  }

  /** What the network puts out of the examples as they are. */
  outputs(): Promise<Float32Array> {
    return this.predict(this.examples.staged.source);
  }

  /** How errors grow where a part of what examples read is that of others. */
  async ofBlock(block: Block, before: ErrorsBefore): Promise<Growth> {
    const errors = [];
    for (const order of this.orders) {
      const outputs = await this.predict(this.examples.staged.exchanged(order, block));
      errors.push(this.examples.errors(outputs));
    }
    return growthOf(before, errors);
  }

  /** The same of what is added to the network's output. */
  ofGiven(given: GivenPart, outputs: Float32Array, before: ErrorsBefore): Growth {
    return growthOf(
      before,
      this.orders.map((order) => given.errors(outputs, order)),
    );
  }

  private async predict(source: Source): Promise<Float32Array> {
    const { outputs: size, passes } = this.options;
    const { examples } = this.examples.staged;
    const all = new Float32Array(examples.length * size);
    for (let first = 0; first < examples.length; first += atOnce) {
      const share = Math.min(1, (this.done + first / examples.length) / passes);
      await takeBreath({ doing: 'permuting what the network reads', share });
      // Nothing else may have loaded its own meanwhile: a model does one thing after another.
      if (first === 0) this.session.load(source);
      const some = examples.subarray(first, first + atOnce);
      all.set(predictAll(this.session, size, some, predictionBatchSize).means, first * size);
    }
    this.done++;
    return all;
  }
}
