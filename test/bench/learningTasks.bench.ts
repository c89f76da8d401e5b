/**
 * Teaches Elman networks, gru and lstm three tasks that ask for memory and prints, for every seed, the error beside that
 * of the best answer without memory. On one core, some 20 minutes.
 */
import { cpus } from 'node:os';
import { addingProblem } from './learningTasks/addingProblem.ts';
import { copyMemory } from './learningTasks/copyMemory.ts';
import type { LearningTask } from './learningTasks/learningTask.ts';
import { type Learner, practise } from './learningTasks/practise.ts';
import { sequentialDigits } from './learningTasks/sequentialDigits.ts';

const seeds = [1, 2, 3];
const updatesPerLook = 100;

const models = {
  'Elman (tanh)': { cell: 'rnn', initializer: 'pytorch' },
  'Elman (irnn)': { cell: 'rnn', activation: 'relu', initializer: 'irnn' },
  gru: { cell: 'gru', initializer: 'keras' },
  lstm: { cell: 'lstm', initializer: 'keras' },
} as const satisfies Readonly<Record<string, Learner['model']>>;

interface Lesson {
  readonly task: LearningTask;
  readonly mostUpdates: number;
  readonly size: Pick<Learner, 'hiddenSize' | 'batchSize' | 'gradClip'>;
  readonly learners: Readonly<
    Record<keyof typeof models, Pick<Learner, 'learningRate'> & { model?: Learner['model'] }>
  >;
}

const lessons: readonly Lesson[] = [
  {
    task: addingProblem(200),
    mostUpdates: 20_000,
    size: { hiddenSize: 100, batchSize: 20, gradClip: 1 },
    learners: {
      'Elman (tanh)': { learningRate: 1e-3 },
      'Elman (irnn)': { learningRate: 3e-4 },
      gru: { learningRate: 3e-3 },
      lstm: { learningRate: 3e-3 },
    },
  },
  {
    task: copyMemory(100),
    mostUpdates: 20_000,
    size: { hiddenSize: 128, batchSize: 20, gradClip: 1 },
    learners: {
      'Elman (tanh)': { learningRate: 1e-3 },
      'Elman (irnn)': { learningRate: 3e-4 },
      // Gates that keep more than half of the state at first, as TensorFlow 1 begins them.
      gru: { learningRate: 3e-3, model: { cell: 'gru', initializer: 'tf1' } },
      // A gate that forgets little at first: log of the delay, after Tallec and Ollivier 2018.
      lstm: { learningRate: 6e-3, model: { cell: 'lstm', initializer: 'keras', forgetBias: 5 } },
    },
  },
  {
    task: await sequentialDigits(),
    mostUpdates: 20_000,
    size: { hiddenSize: 100, batchSize: 32, gradClip: 1 },
    learners: {
      'Elman (tanh)': { learningRate: 1e-3 },
      'Elman (irnn)': { learningRate: 3e-4 },
      gru: { learningRate: 3e-3 },
      lstm: { learningRate: 3e-3 },
    },
  },
];

console.log(`${cpus()[0]?.model}, one thread; Node ${process.version}; ${new Date().toISOString().slice(0, 10)}`);
for (const { task, mostUpdates, size, learners } of lessons) {
  const { hiddenSize, batchSize, gradClip } = size;
  const about = `H ${hiddenSize}, batches of ${batchSize}, Adam, gradClip ${gradClip}, at most ${mostUpdates} updates`;
  console.log(`\n### ${task.name}\n\n${about}. Errors: ${task.unit}, looked at every ${updatesPerLook} updates.\n`);
  console.log('| network | rate | seed | last error | least error | baseline | solved | updates | seconds | kernels |');
  console.log('|---|---|---|---|---|---|---|---|---|---|');
  for (const name of Object.keys(models) as (keyof typeof models)[]) {
    const { learningRate, model = models[name] } = learners[name];
    for (const seed of seeds) {
      const practice = await practise(task, { ...size, model, learningRate }, { seed, mostUpdates, updatesPerLook });
      const { error, leastError, isSolved, updates, seconds, kernels } = practice;
      const errors = [error, leastError, task.baseline].map((value) => value.toFixed(4)).join(' | ');
      const effort = `${isSolved ? 'yes' : 'no'} | ${updates} | ${seconds.toFixed(0)} | ${kernels}`;
      console.log(`| ${name} | ${learningRate} | ${seed} | ${errors} | ${effort} |`);
    }
  }
}
