import type { NetworkPlan } from '../networkPlan.ts';
import type { ScratchFile } from '../../scratchFile.ts';
import type { SharedMemory } from '../../compute/memory.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import type { WindowSource } from '../../compute/source.ts';
import type { Stage } from './stage.ts';

/** A series in files. */
export interface StoredWindows extends Omit<WindowSource, 'values' | 'targets' | 'units' | 'known'> {
  readonly values: ScratchFile;
  readonly targets: ScratchFile;
  readonly units?: ScratchFile;
  readonly known?: { readonly values: ScratchFile; readonly columns: number };
}

/**
 * Windows: each example has a stretch of its own, of the rows from the first that its targets may be anchored to, to its
 * last target.
 */
export class WindowStage implements Stage {
  /** (batchSize * stride, columns) and (batchSize * stride, targetColumns) */
  readonly values: Offset;
  readonly targets: Offset;
  /** As the targets, where there are any. */
  readonly units: Offset | undefined;
  /** (batchSize * stride, columns), of the rows ahead alone. */
  readonly known: { readonly values: Offset; readonly columns: number } | undefined;
  readonly rows: number;
  private readonly memory: SharedMemory;
  private readonly source: StoredWindows;
  private readonly steps: number;
  /** Rows before a window that its targets are anchored to. */
  private readonly before: number;
  /** Rows of a stretch. */
  private readonly stride: number;

  constructor(memory: SharedMemory, source: StoredWindows, { steps, batchSize }: NetworkPlan, before: number) {
    this.memory = memory;
    this.source = source;
    this.steps = steps;
    this.before = before;
    this.stride = before + steps + source.horizon;
    this.rows = batchSize * this.stride;
    this.values = memory.allocate(this.rows * source.columns * 4, 'The data');
    this.targets = memory.allocate(this.rows * source.targetColumns * 4, 'The data');
    this.units = source.units && memory.allocate(this.rows * source.targetColumns * 4, 'The data');
    const ahead = source.known?.columns;
    this.known =
      ahead === undefined ? undefined : { values: memory.allocate(this.rows * ahead * 4, 'The data'), columns: ahead };
  }

  fill(examples: Int32Array, staged: Int32Array): void {
    const { memory, source, steps, before, stride } = this;
    const { columns, targetColumns } = source;
    for (let index = 0; index < examples.length; index++) {
      const example = examples[index] ?? 0;
      const first = index * stride;
      const values = memory.floats(shift(this.values, (first + before) * columns * 4), steps * columns);
      source.values.read(values, example * columns * 4);
      const read = (from: ScratchFile, to: Offset): void => {
        const rows = memory.floats(shift(to, first * targetColumns * 4), stride * targetColumns);
        from.read(rows, (example - before) * targetColumns * 4);
      };
      read(source.targets, this.targets);
      if (this.units !== undefined && source.units) read(source.units, this.units);
      if (this.known && source.known)
        this.readKnown(source.known.values, this.known, example + steps, first + before + steps);
      staged[index] = first + before;
    }
  }

  /** Of the rows from `row` on, to those from `staged` on. */
  private readKnown(
    from: ScratchFile,
    { values, columns }: NonNullable<WindowStage['known']>,
    row: number,
    staged: number,
  ): void {
    const ahead = this.memory.floats(shift(values, staged * columns * 4), this.source.horizon * columns);
    from.read(ahead, row * columns * 4);
  }
}
