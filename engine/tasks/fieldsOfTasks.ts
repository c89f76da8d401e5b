import type { Config, Task } from '../config.ts';
import { anyOf } from '../anyOf.ts';
import type { ConfigProblem } from './completion.ts';

interface TaskField {
  readonly tasks: readonly Task[];
  /** Defaults, and values that ask for nothing: they do no harm to the other tasks. */
  readonly harmless?: readonly unknown[];
}

const table: readonly Task[] = ['forecast', 'sequence-classification'];
const forecast: readonly Task[] = ['forecast'];
const text: readonly Task[] = ['language-model'];

/** Fields of `data` that only some tasks read. */
const dataFields: Readonly<Record<Exclude<keyof NonNullable<Config['data']>, 'file' | 'split'>, TaskField>> = {
  delimiter: { tasks: table, harmless: [','] },
  header: { tasks: table },
  comment: { tasks: table, harmless: ['#'] },
  missingValues: { tasks: table, harmless: [[]] },
  inputs: { tasks: table },
  scaling: { tasks: table, harmless: ['standard', 'none'] },
  time: { tasks: forecast, harmless: [null] },
  targets: { tasks: forecast },
  calendar: { tasks: forecast, harmless: [false] },
  window: { tasks: forecast },
  horizon: { tasks: forecast },
  anchor: { tasks: forecast, harmless: ['none'] },
  season: { tasks: forecast, harmless: [0] },
  lowercase: { tasks: text, harmless: [false] },
  seqLength: { tasks: text },
  stepLength: { tasks: text },
  carryState: { tasks: text, harmless: [true] },
  label: { tasks: ['sequence-classification'] },
  stepSize: { tasks: ['sequence-classification'] },
};

const modelFields: Readonly<Record<'embeddingSize', TaskField>> = {
  embeddingSize: { tasks: text, harmless: [0] },
};

const trainingFields: Readonly<Record<'huberDelta', TaskField>> = {
  huberDelta: { tasks: forecast, harmless: [1] },
};

/** Fields that are there for another task than the one that is trained. */
export const findFieldsOfOtherTasks = ({ data, model, training }: Config, task: Task): ConfigProblem[] => [
  ...findIn('data', data, dataFields, task),
  ...findIn('model', model, modelFields, task),
  ...findIn('training', training, trainingFields, task),
];

const findIn = (
  section: string,
  asked: Readonly<Record<string, unknown>> = {},
  fields: Readonly<Record<string, TaskField>>,
  task: Task,
): ConfigProblem[] =>
  Object.entries(fields).flatMap(([field, { tasks, harmless = [] }]) => {
    const value = asked[field];
    const isHarmless = value === undefined || harmless.some((each) => JSON.stringify(each) === JSON.stringify(value));
    if (isHarmless || tasks.includes(task)) return [];
    const message = `${field} ${show(value)} does nothing: a ${task} does not read it; leave it out, or set task to ${anyOf(tasks)}`;
    return [{ path: `${section}.${field}`, message }];
  });

const show = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : JSON.stringify(value));
