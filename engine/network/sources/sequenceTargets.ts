import type { SharedMemory } from '../../compute/memory.ts';
import type { Offset } from '../../compute/offset.ts';
import type { NumberTargets, SequenceTargets } from '../../compute/source.ts';
import type { NetworkPlan } from '../networkPlan.ts';
import { checkBelow, expect } from './checkSource.ts';
import { copyFloats, copyIntegers } from './copyData.ts';

/** What whole sequences come to, in shared memory. */
export type TargetTables =
  | { readonly labels: Offset }
  | {
      /** (sequences, targetColumns) */
      readonly targets: Offset;
      readonly targetColumns: number;
      /** As of a series that looks one step ahead: a difference of nothing. */
      readonly lags: Offset;
    };

const hasNumbers = (source: SequenceTargets): source is NumberTargets => 'targets' in source;

/** How many sequences there are. Throws where what is learned of them does not fit the network. */
export const countSequences = (source: SequenceTargets, { shape }: NetworkPlan): number => {
  if (!hasNumbers(source)) {
    expect('classes', source.classes, shape.outputSize);
    checkBelow(source.labels, source.classes, 'class');
    return source.labels.length;
  }
  const { targets, targetColumns } = source;
  expect('target values', targetColumns, shape.outputSize);
  return targets.length / targetColumns;
};

/** Copies those of all sequences. */
export const copyTargets = (memory: SharedMemory, source: SequenceTargets): TargetTables =>
  hasNumbers(source)
    ? {
        targets: copyFloats(memory, source.targets),
        targetColumns: source.targetColumns,
        lags: copyIntegers(memory, noLag),
      }
    : { labels: copyIntegers(memory, source.labels) };

const noLag = Int32Array.of(0);

/** Room for those of the sequences of one batch. */
export class TargetStage {
  readonly tables: TargetTables;
  private readonly memory: SharedMemory;
  private readonly source: SequenceTargets;

  constructor(memory: SharedMemory, source: SequenceTargets, batchSize: number) {
    this.memory = memory;
    this.source = source;
    const allocate = (values: number): Offset => memory.allocate(batchSize * values * 4, 'The data');
    this.tables = hasNumbers(source)
      ? {
          targets: allocate(source.targetColumns),
          targetColumns: source.targetColumns,
          lags: copyIntegers(memory, noLag),
        }
      : { labels: allocate(1) };
  }

  /** Those of the n-th example are the n-th. */
  fill(examples: Int32Array): void {
    const { memory, source, tables } = this;
    if ('labels' in tables && !hasNumbers(source)) {
      const labels = memory.integers(tables.labels, examples.length);
      for (let index = 0; index < examples.length; index++) labels[index] = source.labels[examples[index] ?? 0] ?? -1;
    } else if ('targets' in tables && hasNumbers(source)) {
      const { targetColumns: width } = source;
      const targets = memory.floats(tables.targets, examples.length * width);
      for (let index = 0; index < examples.length; index++) {
        const from = (examples[index] ?? 0) * width;
        targets.set(source.targets.subarray(from, from + width), index * width);
      }
    }
  }
}
