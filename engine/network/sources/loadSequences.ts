import type { NetworkPlan } from '../networkPlan.ts';
import type { SharedMemory } from '../../compute/memory.ts';
import { shift } from '../../compute/offset.ts';
import type { SequenceSource } from '../../compute/source.ts';
import { checkBelow, expect, inputSizeOf } from './checkSource.ts';
import { copyIntegers } from './copyData.ts';
import { SequenceStage } from './sequenceStage.ts';
import type { LoadedSource } from './sourceTables.ts';

/** See `loadSource`. */
export const loadSequences = (memory: SharedMemory, source: SequenceSource, plan: NetworkPlan): LoadedSource => {
  const { ids, starts, steps, vocabulary, labels, classes } = source;
  const { input, outputSize, everyStep } = plan.shape;
  expect('vocabulary', vocabulary, inputSizeOf(plan));
  expect('steps', steps, plan.steps);
  expect('classes', classes, outputSize);
  if (everyStep) throw new Error('The data has one class a sequence, the network predicts one at every step.');
  checkBelow(labels, classes, 'class');
  const rows = labels.length;
  expect('starts', starts.length, rows + 1);
  const count = ids.byteLength / 2;
  expect('symbols', count, starts[rows] ?? NaN);
  const padding = input.kind === 'symbols' ? input.padding : undefined;
  const lengths = lengthsOf(source, padding);
  const common = { kind: 'sequences', padding: padding ?? 0, first: 0, endOfInputs: rows, endOfTargets: rows } as const;
  if (!(ids instanceof Uint16Array)) {
    const stage = new SequenceStage(memory, { ...source, ids }, common.padding, plan);
    const { starts, lengths, labels } = stage;
    return { tables: { ...common, ids: stage.ids, starts, lengths, labels }, stage };
  }
  checkBelow(ids, vocabulary, 'symbol');
  // One symbol more: what a sequence without symbols is read as.
  const offset = memory.allocate((count + 1) * 2, 'The data');
  memory.symbols(offset, count).set(ids);
  memory.symbols(shift(offset, count * 2), 1)[0] = common.padding;
  const begins = Int32Array.from(lengths, (_, row) => {
    const begin = starts[row] ?? NaN;
    return begin === starts[row + 1] ? count : begin;
  });
  return {
    tables: {
      ...common,
      ids: offset,
      starts: copyIntegers(memory, begins),
      lengths: copyIntegers(memory, lengths),
      labels: copyIntegers(memory, labels),
    },
  };
};

/** Symbols that are read of each sequence. */
const lengthsOf = ({ starts, steps, labels }: SequenceSource, padding: number | undefined): Int32Array =>
  Int32Array.from(labels, (_, row) => {
    const size = (starts[row + 1] ?? NaN) - (starts[row] ?? NaN);
    if (!(size >= 0)) throw new Error(`Sequence ${row} ends before it begins.`);
    if (size === 0 && padding === undefined) {
      throw new Error(`Sequence ${row} has no symbols, and the network knows no padding that could stand for it.`);
    }
    return Math.max(1, Math.min(size, steps));
  });
