import { fileURLToPath } from 'node:url';
import { planRun } from '../../../engine/training/planRun.ts';
import { planExamples, shuffleExamples } from '../../../engine/tasks/batches.ts';
import type { LearningTask } from './learningTask.ts';

const file = fileURLToPath(new URL('../../../samples/digits.csv', import.meta.url));

/**
 * The sample file's digits of 8×8 pixels, `stepSize` pixels a step: a row of them, or one, as Le, Jaitly and Hinton 2015
 * read the larger digits of MNIST. A fifth of the rows, the same ones always, is the test.
 */
export const sequentialDigits = async (stepSize: 1 | 8): Promise<LearningTask> => {
  const { data } = await planRun({
    file,
    config: {
      task: 'classification',
      data: { stepSize, scaling: 'standard', split: { valid: 0, test: 0.2 } },
      training: { seed: 1 },
    },
  });
  const { shape, steps, source, splits, baselines, scorer } = data;
  return {
    name: `sequential digits, T ${steps}`,
    shape,
    loss: 'crossEntropy',
    steps,
    skip: 0,
    unit: 'share of test digits wrong',
    baseline: 1 - (baselines.test.majority?.accuracy ?? NaN),
    solvedBelow: 0.05,
    *batches(session, batchSize, random) {
      session.load(source);
      const seed = random.integer(2 ** 32);
      for (let epoch = 0; ; epoch++) {
        const plan = planExamples(shuffleExamples(splits.train, seed, epoch), batchSize);
        for (let index = 0; index < plan.count; index++) yield plan.batch(index).examples;
      }
    },
    measure: (session) => {
      const score = scorer!();
      score.add(session.predict(splits.test), splits.test);
      return 1 - (score.metrics().accuracy ?? NaN);
    },
  };
};
