/**
 * Teaches Elman networks, gru and lstm three tasks that ask for memory and prints, for every seed, the error beside that
 * of the best answer without memory. On one core, some 90 minutes.
 */
import { cpus } from 'node:os';
import { addingProblem } from './learningTasks/addingProblem.ts';
import { copyMemory } from './learningTasks/copyMemory.ts';
import type { LearningTask } from './learningTasks/learningTask.ts';
import { type Learner, practise } from './learningTasks/practise.ts';
import { sequentialDigits } from './learningTasks/sequentialDigits.ts';

const seeds = [1, 2, 3];
const updatesPerLook = 100;
/** `precision=bfloat16` has the products of training in it. */
const precision = process.argv.includes('precision=bfloat16') ? 'bfloat16' : 'float32';

const models = {
  'Elman (tanh)': { cell: 'rnn', initializer: 'pytorch' },
  'Elman (irnn)': { cell: 'rnn', activation: 'relu', initializer: 'irnn' },
  gru: { cell: 'gru', initializer: 'keras' },
  lstm: { cell: 'lstm', initializer: 'keras' },
} as const satisfies Readonly<Record<string, Learner['model']>>;

type Effort = Pick<Learner, 'learningRate' | 'gradClip' | 'mostUpdates' | 'isAnnealed'> &
  Partial<Pick<Learner, 'model' | 'hiddenSize'>>;

interface Lesson {
  readonly task: LearningTask;
  readonly size: Pick<Learner, 'hiddenSize' | 'batchSize'>;
  readonly efforts: Readonly<Record<keyof typeof models, Effort>>;
}

const usual = { gradClip: 1, mostUpdates: 20_000 };

const lessons: readonly Lesson[] = [
  {
    task: addingProblem(200),
    size: { hiddenSize: 100, batchSize: 20 },
    efforts: {
      'Elman (tanh)': { ...usual, learningRate: 1e-3 },
      'Elman (irnn)': { ...usual, learningRate: 3e-4 },
      gru: { ...usual, learningRate: 3e-3 },
      lstm: { ...usual, learningRate: 3e-3 },
    },
  },
  {
    task: copyMemory(100),
    size: { hiddenSize: 128, batchSize: 20 },
    efforts: {
      // As long as the slowest that does learn it.
      'Elman (tanh)': { gradClip: 1, learningRate: 1e-3, mostUpdates: 250_000, isAnnealed: true },
      // Learns all along, slowly; at a larger rate it gets stuck.
      'Elman (irnn)': { hiddenSize: 256, gradClip: 1, learningRate: 2e-4, mostUpdates: 250_000, isAnnealed: true },
      // Gates that keep more than half of the state at first, as TensorFlow 1 begins them.
      gru: { ...usual, learningRate: 3e-3, model: { cell: 'gru', initializer: 'tf1' } },
      // A gate that forgets little at first: log of the delay, after Tallec and Ollivier 2018.
      lstm: {
        gradClip: 10,
        learningRate: 3e-3,
        mostUpdates: 40_000,
        model: { cell: 'lstm', initializer: 'keras', forgetBias: 5 },
      },
    },
  },
  {
    task: await sequentialDigits(8),
    size: { hiddenSize: 100, batchSize: 32 },
    efforts: {
      'Elman (tanh)': { ...usual, learningRate: 1e-3 },
      'Elman (irnn)': { ...usual, learningRate: 3e-3 },
      gru: { ...usual, learningRate: 3e-3 },
      lstm: { ...usual, learningRate: 3e-3 },
    },
  },
  {
    task: await sequentialDigits(1),
    size: { hiddenSize: 100, batchSize: 32 },
    efforts: {
      'Elman (tanh)': { ...usual, learningRate: 1e-3 },
      'Elman (irnn)': { gradClip: 10, learningRate: 1e-3, mostUpdates: 40_000 },
      gru: { ...usual, learningRate: 3e-3 },
      lstm: { ...usual, learningRate: 3e-3 },
    },
  },
];

console.log(`${cpus()[0]?.model}, one thread; Node ${process.version}; ${new Date().toISOString().slice(0, 10)}`);
for (const { task, size, efforts } of lessons) {
  console.log(`\n### ${task.name}\n\nBatches of ${size.batchSize}, Adam. Errors: ${task.unit}.\n`);
  console.log(
    '| network | H | rate | gradClip | seed | last error | least | baseline | solved | updates | s | kernels |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|---|---|---|');
  for (const name of Object.keys(models) as (keyof typeof models)[]) {
    const { model = models[name], ...effort } = efforts[name];
    const { hiddenSize = size.hiddenSize, learningRate, gradClip, isAnnealed } = effort;
    const settings = `${hiddenSize} | ${learningRate}${isAnnealed ? ' to 0' : ''} | ${gradClip}`;
    for (const seed of seeds) {
      const practice = await practise(task, { ...size, ...effort, model }, { seed, updatesPerLook, precision });
      const { error, leastError, isSolved, updates, seconds, kernels } = practice;
      const errors = [error, leastError, task.baseline].map((value) => value.toFixed(4)).join(' | ');
      const result = `${isSolved ? 'yes' : 'no'} | ${updates} | ${seconds.toFixed(0)} | ${kernels}`;
      console.log(`| ${name} | ${settings} | ${seed} | ${errors} | ${result} |`);
    }
  }
}
