import type { SharedMemory } from '../../compute/memory.ts';
import { shift } from '../../compute/offset.ts';
import type { RaggedSymbols } from '../../compute/source.ts';
import { checkBelow, expect } from './checkSource.ts';
import { copyIntegers } from './copyData.ts';
import { RaggedStage } from './raggedStage.ts';
import { stepsOf, type RaggedTables, type Reading } from './raggedTables.ts';

/** Into shared memory, or of symbols in a file room for a batch of them. Throws where they do not fit together. */
export const loadRagged = (
  memory: SharedMemory,
  symbols: RaggedSymbols,
  rows: number,
  reading: Reading,
  batchSize: number,
): { readonly tables: RaggedTables; readonly stage?: RaggedStage } => {
  const { ids, starts, steps, vocabulary } = symbols;
  expect('starts', starts.length, rows + 1);
  const count = ids.byteLength / 2;
  expect('symbols', count, starts[rows] ?? NaN);
  const lengths = Int32Array.from({ length: rows }, (_, row) => {
    const size = (starts[row + 1] ?? NaN) - (starts[row] ?? NaN);
    if (!(size >= 0)) throw new Error(`Sequence ${row} ends before it begins.`);
    const length = stepsOf(size, steps, reading);
    if (length === 0 && reading.ahead === 0) {
      throw new Error(`Sequence ${row} has no symbols, and the network knows no padding that could stand for it.`);
    }
    return length;
  });
  if (!(ids instanceof Uint16Array)) {
    const stage = new RaggedStage(memory, { ...symbols, ids }, reading, batchSize);
    return { tables: { ids: stage.ids, starts: stage.starts, lengths: stage.lengths }, stage };
  }
  checkBelow(ids, vocabulary, 'symbol');
  // One symbol more: what a sequence without symbols is read as.
  const offset = memory.allocate((count + 1) * 2, 'The data');
  memory.symbols(offset, count).set(ids);
  memory.symbols(shift(offset, count * 2), 1)[0] = reading.padding ?? 0;
  const begins = Int32Array.from({ length: rows }, (_, row) => {
    const begin = starts[row] ?? NaN;
    return begin === starts[row + 1] ? count : begin;
  });
  return { tables: { ids: offset, starts: copyIntegers(memory, begins), lengths: copyIntegers(memory, lengths) } };
};
