import type { Random } from '../../../engine/compute/random.ts';
import type { SymbolSource } from '../../../engine/compute/source.ts';
import { freshBatches } from './freshBatches.ts';
import type { LearningTask } from './learningTask.ts';

const alphabet = 8;
const blank = alphabet;
const signal = alphabet + 1;

/**
 * `count` random symbols of eight, `delay` steps of which the last is a signal, and the same symbols again, which are
 * to be predicted (Hochreiter and Schmidhuber 1997; Arjovsky, Shah and Bengio 2016, who have ten symbols). As in a
 * language model the network reads the symbols that it should have said, which tell nothing of those that follow.
 * Without memory every symbol costs ln 8 nats; averaged over all delay + 2 count steps, as Arjovsky has it, that is
 * count ln 8 / (delay + 2 count).
 */
export const copyMemory = (delay: number, count = 10): LearningTask => {
  const length = delay + 2 * count;
  return {
    name: `copy memory, ${count} symbols, delay ${delay}`,
    shape: { input: { kind: 'symbols', vocabulary: alphabet + 2 }, outputSize: alphabet + 2, everyStep: true },
    loss: 'crossEntropy',
    // The last symbol is only ever a target.
    steps: length - 1,
    skip: length - 1 - count,
    unit: 'nats a symbol',
    baseline: Math.log(alphabet),
    solvedBelow: 0.1,
    batches: (session, batchSize, random) =>
      freshBatches(session, batchSize, length, (sequences) => drawCopies(sequences, delay, count, random)),
  };
};

/** Sequences of delay + 2 count symbols. */
export const drawCopies = (sequences: number, delay: number, count: number, random: Random) => {
  const length = delay + 2 * count;
  const ids = new Uint16Array(sequences * length).fill(blank);
  for (let begin = 0; begin < ids.length; begin += length) {
    for (let index = 0; index < count; index++) {
      const symbol = random.integer(alphabet);
      ids[begin + index] = symbol;
      ids[begin + count + delay + index] = symbol;
    }
    ids[begin + count + delay - 1] = signal;
  }
  return { kind: 'symbols', ids, vocabulary: alphabet + 2 } satisfies SymbolSource;
};
