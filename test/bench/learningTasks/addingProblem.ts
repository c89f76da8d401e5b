import type { Random } from '../../../engine/compute/random.ts';
import type { WindowSource } from '../../../engine/compute/source.ts';
import { freshBatches } from './freshBatches.ts';
import type { LearningTask } from './learningTask.ts';

/**
 * The sum of two marked numbers among `steps` uniform ones, one mark in each half (Hochreiter and Schmidhuber 1997, in
 * the form of Arjovsky, Shah and Bengio 2016). Always answering 1 has the variance of the sum, 1/6, as its error.
 */
export const addingProblem = (steps: number): LearningTask => ({
  name: `adding problem, T ${steps}`,
  shape: { input: { kind: 'numbers', size: 2 }, outputSize: 1, everyStep: false },
  loss: 'mse',
  steps,
  skip: 0,
  unit: 'mean squared error',
  baseline: 1 / 6,
  // The mean error at which Hochreiter and Schmidhuber ended training.
  solvedBelow: 0.01,
  batches: (session, batchSize, random) =>
    freshBatches(session, batchSize, steps + 1, (sequences) => drawSums(sequences, steps, random)),
});

/** Each sequence is `steps` rows of a number and its mark, and a row for the target. */
export const drawSums = (sequences: number, steps: number, random: Random) => {
  const length = steps + 1;
  const values = new Float32Array(sequences * length * 2);
  const targets = new Float32Array(sequences * length).fill(NaN);
  const half = Math.floor(steps / 2);
  for (let sequence = 0; sequence < sequences; sequence++) {
    const begin = sequence * length;
    for (let step = 0; step < steps; step++) values[(begin + step) * 2] = random.next();
    let sum = 0;
    for (const marked of [begin + random.integer(half), begin + half + random.integer(steps - half)]) {
      values[marked * 2 + 1] = 1;
      sum += values[marked * 2] ?? NaN;
    }
    targets[begin + steps] = sum;
  }
  const lags = Int32Array.of(0);
  return { kind: 'windows', values, columns: 2, targets, targetColumns: 1, horizon: 1, lags } satisfies WindowSource;
};
