import type { SharedMemory } from '../compute/memory.ts';
import type { NetworkPlan } from './networkPlan.ts';
import type { Precision } from './precision/precision.ts';
import { resetStates } from './resetStates.ts';
import type { Shard } from './shards/shard.ts';

/** Symbols one at a time through the network, on the calling thread, with states of their own. */
export class Feeding {
  private readonly memory: SharedMemory;
  private readonly plan: NetworkPlan;
  private readonly shard: Shard;
  /** Where the symbol goes, of a network that reads symbols. */
  private readonly symbol: Int32Array | undefined;
  private readonly label: Int32Array | undefined;
  private readonly logits: Float32Array;
  /** Whether nothing has been fed since `reset`. */
  isAtStart = false;

  constructor(memory: SharedMemory, plan: NetworkPlan, shard: Shard) {
    const [first] = plan.shards;
    if (!first) throw new Error('A network has at least one thread.');
    this.memory = memory;
    this.plan = plan;
    this.shard = shard;
    this.symbol = first.ids === undefined || plan.decoder ? undefined : memory.integers(first.ids, 1);
    this.label = first.labels && memory.integers(first.labels.next, 1);
    this.logits = memory.floats(first.head.outputs, plan.shape.outputSize);
  }

  /** Throws where there is no such symbol or label. */
  check(symbol: number, label: number): void {
    const { input } = this.plan.shape;
    if (input.kind !== 'symbols' || !this.symbol) throw new Error('feed is for networks that read symbols.');
    if (!(symbol >= 0 && symbol < input.vocabulary)) throw new Error(`There is no symbol ${symbol}.`);
    if (!(label >= 0 && label < (input.labels ?? 1))) throw new Error(`There is no label ${label}.`);
  }

  /** After `check`: from the state that the symbols before left. Logits, valid until the next call. */
  feed(symbol: number, label: number, precision: Precision): Float32Array {
    const { feedStates } = this.plan;
    const { network, output } = this.shard;
    this.symbol?.fill(symbol);
    this.label?.fill(label);
    this.shard.inPrecision(precision, () => {
      network.setStates(feedStates, oneLane);
      const h = network.forward(network.passOf(1, oneLane, undefined, undefined));
      network.keepStates(feedStates, oneLane, 1);
      output.forward(h, 1);
    });
    this.isAtStart = false;
    return this.logits;
  }

  /** The next symbol fed is the first. */
  reset(): void {
    resetStates(this.memory, this.plan.panel, this.plan.feedStates);
    this.isAtStart = true;
  }
}

const oneLane = { first: 0, count: 1 };
