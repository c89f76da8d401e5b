import type { Kernels } from '../../compute/kernels.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import type { LetterTables, Pass } from '../cells/cell.ts';
import type { Lanes } from '../blockChain.ts';
import type { NetworkPlan, ShardPlan } from '../networkPlan.ts';
import type { SourceTables } from './sourceTables.ts';

/** Brings one thread's lanes of a batch from the source to the thread's buffers. */
export class BatchReader {
  source: SourceTables | undefined;
  private readonly kernels: Kernels;
  private readonly memory: WebAssembly.Memory;
  private readonly plan: NetworkPlan;
  private readonly shard: ShardPlan;

  constructor(kernels: Kernels, memory: WebAssembly.Memory, plan: NetworkPlan, shard: ShardPlan) {
    this.kernels = kernels;
    this.memory = memory;
    this.plan = plan;
    this.shard = shard;
  }

  /** The lanes' numbers of steps, where they differ, and of the longest T: no more are computed. */
  lengths(lanes: Lanes): Pick<Pass, 'T' | 'lengths'> {
    const { source } = this;
    if (!source || !('lengths' in source) || source.lengths === undefined) {
      return { T: this.plan.steps, lengths: undefined };
    }
    return this.longest(this.shard.lengths, source.lengths, lanes);
  }

  /** The same of what a decoder is to put out; undefined where the data has no such thing. */
  targetLengths(lanes: Lanes): Pick<Pass, 'T' | 'lengths'> | undefined {
    const { source } = this;
    if (source?.kind !== 'pairs') return undefined;
    return this.longest(present(this.shard.decoder?.lengths), source.target.lengths, lanes);
  }

  /** After `lengths`: the inputs of T steps, of a text what follows each, and of steps with classes those. */
  inputs(lanes: Lanes, { T, lengths }: Pick<Pass, 'T' | 'lengths'>): void {
    const { kernels, source } = this;
    const { x, known, ids, words, labels, head } = this.shard;
    const examples = this.examples(lanes);
    const B = lanes.count;
    switch (source?.kind) {
      case 'symbols':
        kernels.gather_symbols(present(ids), head.targetIds, source.ids, examples, T, B);
        if (labels && source.labels !== undefined) {
          kernels.gather_symbols(labels.own, labels.next, source.labels, examples, T, B);
        }
        return;
      case 'sequences':
      case 'pairs': {
        const { starts, padding } = source;
        kernels.gather_sequences(present(ids), source.ids, starts, examples, present(lengths), padding, T, B);
        return;
      }
      case 'steps': {
        const { starts, labels } = source;
        const ends = present(lengths);
        if ('ids' in source) {
          kernels.gather_sequences(present(ids), source.ids, starts, examples, ends, source.padding, T, B);
          if (source.spelling) {
            kernels.gather_numbers(present(words), source.spelling.words, starts, examples, ends, T, B);
          }
        } else kernels.gather_vectors(present(x), source.values, starts, examples, ends, T, B, source.columns);
        kernels.gather_classes(head.targetIds, labels, starts, examples, ends, T, B);
        return;
      }
      case 'rows':
        kernels.gather_inputs(present(x), source.values, examples, this.plan.steps, T, B, source.columns);
        return;
      case 'windows':
        kernels.gather_inputs(present(x), source.values, examples, 1, T, B, source.columns);
        if (source.known) {
          const { values, columns } = source.known;
          kernels.gather_ahead(present(known), values, examples, T, source.horizon, B, columns);
        }
        return;
      case undefined:
        throw new Error('The session has no data: call load first.');
    }
  }

  /** After `targetLengths`: what a decoder reads at T steps, and what follows each: nothing past a lane's end. */
  targetInputs(lanes: Lanes, { T, lengths }: Pick<Pass, 'T' | 'lengths'>): void {
    const { kernels, source, shard } = this;
    if (source?.kind !== 'pairs') throw new Error('The data has nothing for a decoder to read.');
    const { ids, starts, padding } = source.target;
    const examples = this.examples(lanes);
    const B = lanes.count;
    kernels.gather_sequences(present(shard.decoder?.ids), ids, starts, examples, present(lengths), padding, T, B);
    const next = shift(ids, 2);
    kernels.gather_sequences(shard.head.targetIds, next, starts, examples, present(lengths), -1, T, B);
  }

  /** The letters of words, for the thread of this number; undefined where the data has none. */
  letters(thread: number): LetterTables | undefined {
    const { source } = this;
    if (source?.kind !== 'steps' || !('ids' in source) || !source.spelling) return undefined;
    const { places, count } = source.spelling;
    return { ...source.spelling, places: shift(places, thread * count * 4) };
  }

  /** What the head is to predict; that of every step comes with the inputs, as that of a decoder does. */
  targets(lanes: Lanes): void {
    const { kernels, plan, source } = this;
    const { targets, units, targetIds } = this.shard.head;
    const examples = this.examples(lanes);
    if (source?.kind === 'windows') {
      const { horizon, targetColumns, lags } = source;
      const shape = [examples, plan.steps, lanes.count, horizon, targetColumns] as const;
      kernels.gather_targets(targets, source.targets, lags, ...shape);
      if (units !== undefined) kernels.gather_targets(units, present(source.units), lags, ...shape);
    } else if (source?.kind === 'rows' || source?.kind === 'sequences') {
      if ('labels' in source) kernels.gather_labels(targetIds, source.labels, examples, lanes.count);
      else {
        // As of a series whose windows have no steps: the row of an example is its own.
        const { lags, targetColumns } = source;
        kernels.gather_targets(targets, source.targets, lags, examples, 0, lanes.count, 1, targetColumns);
      }
    }
  }

  /** Whether what is predicted is one of the head's outputs, instead of numbers. */
  get idsAreTargets(): boolean {
    return !this.source || !('targets' in this.source);
  }

  /** Where what is predicted at every step of the lanes goes, (lanes, steps, width); undefined where that is not asked for. */
  answers(lanes: Lanes, width: number): Offset | undefined {
    const { source } = this;
    return source?.kind === 'steps' ? shift(source.answers, lanes.first * this.plan.steps * width * 4) : undefined;
  }

  /** Predictions (lanes, width) from the differences that the network learned. */
  undoLags(out: Offset, lanes: Lanes, width: number): void {
    const { source } = this;
    if (source?.kind !== 'windows') return;
    const { targets, lags, horizon, targetColumns, rows } = source;
    const { steps: T } = this.plan;
    const B = lanes.count;
    this.kernels.undo_lags(out, targets, lags, this.examples(lanes), T, B, horizon, targetColumns, width, rows);
  }

  /** Puts the lanes' numbers of steps into `lengths`. */
  private longest(lengths: Offset, all: Offset, lanes: Lanes): Pick<Pass, 'T' | 'lengths'> {
    this.kernels.gather_labels(lengths, all, this.examples(lanes), lanes.count);
    const T = new Int32Array(this.memory.buffer, lengths, lanes.count).reduce((most, each) => Math.max(most, each), 1);
    return { T, lengths };
  }

  private examples(lanes: Lanes): Offset {
    return shift(this.plan.examples, lanes.first * 4);
  }
}

const present = (buffer: Offset | undefined): Offset => {
  if (buffer === undefined) throw new Error('The network does not read such data.');
  return buffer;
};
