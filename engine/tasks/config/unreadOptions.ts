import type { Cell, Config, RunConfig, ScheduleConfig, TrainingConfig } from '../../config.ts';
import { anyOf } from '../../words/anyOf.ts';
import type { Completion, ConfigProblem } from './completion.ts';
import { cellSpecs, specOf } from '../../network/cells/findCell.ts';
import { completeTraining } from './networkDefaults.ts';
import type { Task } from '../task.ts';

/** What is wrong with options that the chosen cell, optimiser, schedule or loss does not read. */
export interface UnreadOptions {
  readonly problems: ConfigProblem[];
  /** Of values that are the usual ones anyway, one sentence each. */
  readonly notes: string[];
}

type Reads<Choice extends string> = Readonly<Record<Choice, readonly string[]>>;

/** What else only some cells read asks for something when it is there, and is refused elsewhere. */
const cellReads = Object.fromEntries(
  cellSpecs.map(({ name, reads }) => [name, reads.includes('activation') ? ['activation'] : []]),
) as Readonly<Record<string, readonly string[]>> as Reads<Cell>;

const optimizerReads: Reads<TrainingConfig['optimizer']> = {
  gd: [],
  sgd: [],
  momentum: ['momentum'],
  nesterov: ['momentum'],
  rmsprop: ['beta2', 'epsilon'],
  adam: ['beta1', 'beta2', 'epsilon'],
  adamw: ['beta1', 'beta2', 'epsilon'],
};

const lossReads: Reads<TrainingConfig['loss']> = {
  crossEntropy: ['labelSmoothing'],
  mse: [],
  huber: ['huberDelta'],
  gaussian: [],
  quantile: [],
  studentT: [],
  negativeBinomial: [],
};

/** What no loss of the task reads, others read, and it is told so by the field itself. */
const lossReadsOf = ({ losses }: Task): Reads<TrainingConfig['loss']> => ({
  crossEntropy: losses.includes('crossEntropy') ? lossReads.crossEntropy : [],
  mse: losses.includes('mse') ? lossReads.mse : [],
  huber: losses.includes('huber') ? lossReads.huber : [],
  gaussian: losses.includes('gaussian') ? lossReads.gaussian : [],
  quantile: losses.includes('quantile') ? lossReads.quantile : [],
  studentT: losses.includes('studentT') ? lossReads.studentT : [],
  negativeBinomial: losses.includes('negativeBinomial') ? lossReads.negativeBinomial : [],
});

const scheduleReads: Reads<ScheduleConfig['kind']> = {
  constant: [],
  linear: ['minLearningRate'],
  cosine: ['minLearningRate'],
  step: ['minLearningRate', 'factor', 'stepEpochs'],
  exponential: ['minLearningRate', 'factor'],
  oneCycle: ['minLearningRate'],
  plateau: ['minLearningRate', 'factor', 'patience'],
};

/** One field of the config that decides which options beside it are read. */
interface Decision<Choice extends string> {
  readonly section: string;
  readonly field: string;
  readonly chosen: Choice;
  readonly reads: Reads<Choice>;
  /** The section as it was asked for. */
  readonly asked: Readonly<Record<string, unknown>> | undefined;
  /** Why an option does nothing. */
  readonly because: string;
  /** The section as a config is completed with this choice. */
  readonly complete: (choice: Choice) => Readonly<Record<string, unknown>>;
  /** Asks for nothing, and so may be said to who does not read it. */
  readonly nothing?: unknown;
}

export const findUnreadOptions = (
  { model: askedModel, training: asked }: Config,
  { model, training }: RunConfig,
  work: Completion<unknown>,
  task: Task,
): UnreadOptions => {
  const { optimizer, loss, schedule } = training;
  const complete = (wanted: Config['training']): TrainingConfig => completeTraining(wanted, task.defaults, model, work);
  const found = [
    judge({
      ...{ section: 'model', field: 'cell', chosen: model.cell, reads: cellReads, asked: askedModel },
      because: `the units of ${model.cell} are ${specOf(model).units(model)}`,
      complete: () => ({ activation: 'tanh' }),
    }),
    judge({
      ...{ section: 'training', field: 'optimizer', chosen: optimizer, reads: optimizerReads, asked },
      because: `${optimizer} does not read it`,
      complete: (each) => complete({ optimizer: each }),
      nothing: 0,
    }),
    judge({
      ...{ section: 'training', field: 'loss', chosen: loss, reads: lossReadsOf(task), asked },
      because: `${loss} does not read it`,
      complete: (each) => complete({ loss: each }),
      nothing: 0,
    }),
    judge({
      ...{ section: 'training.schedule', field: 'kind', chosen: schedule.kind, reads: scheduleReads },
      asked: asked?.schedule,
      because: `the ${schedule.kind} schedule does not read it`,
      complete: (kind) => complete({ schedule: { kind } }).schedule,
    }),
  ];
  return { problems: found.flatMap(({ problems }) => problems), notes: found.flatMap(({ notes }) => notes) };
};

const judge = <Choice extends string>(decision: Decision<Choice>): UnreadOptions => {
  const { section, field, chosen, reads, asked = {}, because, complete, nothing } = decision;
  // A record of all choices has no other keys.
  const choices = Object.keys(reads) as Choice[];
  const options = [...new Set(choices.flatMap((choice) => reads[choice]))];
  // A completed config spells out what its choice does not read; a person does not.
  const isSpelledOut = options.every((option) => asked[option] !== undefined);
  const problems: ConfigProblem[] = [];
  const notes: string[] = [];
  for (const option of options) {
    const value = asked[option];
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    if (value === nothing || reads[chosen].includes(option)) continue;
    const what = `${option} ${value} does nothing: ${because}`;
    const way = `set ${section}.${field} to ${anyOf(choices.filter((choice) => reads[choice].includes(option)))}`;
    if (choices.every((choice) => complete(choice)[option] !== value)) {
      problems.push({ path: `${section}.${option}`, message: `${what}; leave it out, or ${way}` });
    } else if (!isSpelledOut) notes.push(`The ${what}; ${way} for it to count.`);
  }
  return { problems, notes };
};
