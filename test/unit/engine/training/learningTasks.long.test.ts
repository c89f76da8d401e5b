import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../engine/compute/random.ts';
import { addingProblem, drawSums } from '../../../bench/learningTasks/addingProblem.ts';
import { copyMemory, drawCopies } from '../../../bench/learningTasks/copyMemory.ts';
import type { LearningTask } from '../../../bench/learningTasks/learningTask.ts';
import { type Learner, type Practice, practise } from '../../../bench/learningTasks/practise.ts';
import { sequentialDigits } from '../../../bench/learningTasks/sequentialDigits.ts';

/** What differs between the learners; sizes and rates are the same. */
const models = {
  elman: { cell: 'rnn', initializer: 'pytorch' },
  gru: { cell: 'gru', initializer: 'keras' },
  lstm: { cell: 'lstm', initializer: 'keras' },
} as const satisfies Readonly<Record<string, Learner['model']>>;

const learn = (task: LearningTask, cell: keyof typeof models, mostUpdates: number, seed = 1): Promise<Practice> =>
  practise(
    task,
    { model: models[cell], hiddenSize: 32, batchSize: 20, learningRate: 0.01, gradClip: 1, mostUpdates },
    { seed, updatesPerLook: 100 },
  );

describe('the adding problem', () => {
  test('marks one number in each half and asks for their sum in the row after the window', () => {
    const steps = 7;
    const { values, targets } = drawSums(50, steps, createRandom(3));
    for (let sequence = 0; sequence < 50; sequence++) {
      const rows = Array.from({ length: steps }, (_, step) => {
        const row = sequence * (steps + 1) + step;
        return { number: values[row * 2] ?? NaN, mark: values[row * 2 + 1] ?? NaN, target: targets[row] };
      });
      expect(rows.slice(0, 3).reduce((marks, { mark }) => marks + mark, 0)).toBe(1);
      expect(rows.slice(3).reduce((marks, { mark }) => marks + mark, 0)).toBe(1);
      expect(rows.every(({ target }) => Number.isNaN(target))).toBe(true);
      const sum = rows.reduce((partial, { number, mark }) => partial + number * mark, 0);
      expect(targets[sequence * (steps + 1) + steps]).toBeCloseTo(sum, 6);
    }
  });

  test('lstm and gru solve it over 60 steps, where the Elman network stays within 10 % of the baseline', async () => {
    const task = addingProblem(60);
    expect((await learn(task, 'lstm', 1500)).error).toBeLessThan(0.01);
    expect((await learn(task, 'gru', 1500)).error).toBeLessThan(0.01);
    expect((await learn(task, 'elman', 1500)).leastError).toBeGreaterThan(0.9 * task.baseline);
  });

  test('one seed makes the same sequences and the same learning, another does not', async () => {
    const numbers = (seed: number): number[] => [...drawSums(5, 9, createRandom(seed)).values];
    expect(numbers(1)).toEqual(numbers(1));
    expect(numbers(1)).not.toEqual(numbers(2));
    const { error } = await learn(addingProblem(20), 'lstm', 200);
    expect((await learn(addingProblem(20), 'lstm', 200)).error).toBe(error);
    expect((await learn(addingProblem(20), 'lstm', 200, 2)).error).not.toBe(error);
  });
});

describe('copy memory', () => {
  test('repeats its symbols after the delay, whose last step is the signal', () => {
    const [delay, count] = [4, 3];
    const { ids } = drawCopies(20, delay, count, createRandom(3));
    for (let begin = 0; begin < ids.length; begin += delay + 2 * count) {
      const symbols = [...ids.subarray(begin, begin + count)];
      expect(Math.max(...symbols)).toBeLessThan(8);
      expect([...ids.subarray(begin + count, begin + delay + 2 * count)]).toEqual([8, 8, 8, 9, ...symbols]);
    }
    expect(new Set(ids)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
  });

  test('gru says three symbols again after 20 steps, within 0.1 nats; the Elman network stays above a third of the baseline', async () => {
    const task = copyMemory(20, 3);
    expect((await learn(task, 'gru', 1500)).error).toBeLessThan(0.1);
    expect((await learn(task, 'elman', 1500)).leastError).toBeGreaterThan(task.baseline / 3);
  });
});

describe('sequential digits', () => {
  test('are 64 steps of one pixel; within 600 updates gru is wrong on less than a quarter of the test digits', async () => {
    const task = await sequentialDigits(1);
    expect(task).toMatchObject({ steps: 64, shape: { input: { kind: 'numbers', size: 1 }, outputSize: 10 } });
    expect(task.baseline).toBeGreaterThan(0.85);
    expect((await learn(task, 'gru', 600)).error).toBeLessThan(0.25);
  });

  test('are 8 steps of a row of pixels; within 600 updates the Elman network is wrong on less than a tenth of the test digits', async () => {
    const task = await sequentialDigits(8);
    expect(task).toMatchObject({ steps: 8, shape: { input: { kind: 'numbers', size: 8 }, outputSize: 10 } });
    expect((await learn(task, 'elman', 600)).leastError).toBeLessThan(0.1);
  });
});
