import type { Config, RunConfig, RunData } from '../../config.ts';
import { InputError } from '../../errors.ts';
import type { Completion, ConfigProblem } from './completion.ts';
import { findContradictions } from './contradictions.ts';
import { type Workload, completeModel, completeTraining } from './networkDefaults.ts';
import { taskOf } from '../findTask.ts';
import { commentNote } from '../tableNotes.ts';
import type { InspectedFile, Task } from '../task.ts';
import { type ResolvedSplit, resolveSplit, withoutColumns } from '../splits/resolveSplit.ts';
import { findUnreadOptions } from './unreadOptions.ts';

/** A config with every field filled in. */
export interface CompletedConfig {
  readonly config: RunConfig;
  /** What was picked, one sentence each. */
  readonly choices: string[];
  /** What cannot be trained as it is wanted; empty when all is well. */
  readonly problems: ConfigProblem[];
  /** What there is to learn from, as far as it is known without encoding it. */
  readonly work: Workload;
}

/**
 * Fills in what a config leaves open, from what its file holds: task, columns, sizes and the length of the training.
 * What it says is kept, or is a problem. Throws an `InputError` for cells that do not fit the columns in use.
 */
export const completeConfig = (config: Config, file: InspectedFile): CompletedConfig => {
  const { inspection } = file;
  const task = taskOf({ task: config.task ?? inspection.proposedTask });
  const shared = resolveSplit(config, file, task.description);
  const own = completeShared(task, shared);
  const part = {
    ...own,
    examples: Math.max(1, Math.round(own.examples * shared.trainShare)),
    choices: [...own.choices, ...shared.choices],
    problems: [...own.problems, ...shared.problems],
  };
  const model = completeModel(config.model, task.defaults, part);
  const training = completeTraining(config.training, task.defaults, model, part);
  const completed = conclude(task, config, part, { task: task.name, data: part.data, model, training });
  const taskChoice = config.task === undefined ? [`Task ${task.name}: ${inspection.why}`] : [];
  const comments = inspection.kind === 'table' ? commentNote(inspection) : [];
  return { ...completed, choices: [...taskChoice, ...comments, ...(inspection.notes ?? []), ...completed.choices] };
};

/** What only keeps rows together is nothing to learn from, unless it is asked for as that. */
const completeShared = (task: Task, { config, file }: ResolvedSplit): Completion<RunData> => {
  const part = completePart(task, config, file);
  const group = config.data?.split?.group;
  const { group: _, split: __, ...taken } = part.data as RunData & { readonly group?: unknown };
  if (typeof group !== 'string' || !Object.values(taken).flat().includes(group)) return part;
  return completePart(task, config, withoutColumns(file, new Set([group]), config));
};

/** The task's own part; where the file is not for the task that was asked for, what is wrong says what it seems to be for. */
const completePart = (task: Task, config: Config, file: InspectedFile): Completion<RunData> => {
  const { proposedTask, why } = file.inspection;
  const { file: _, split: __, ...columns } = config.data ?? {};
  // Who names columns knows what they want, and is told what is wrong with those.
  if (config.task === undefined || Object.keys(columns).length > 0) return task.complete(config, file);
  const isOther = proposedTask !== task.name;
  const advice = isOther
    ? `the file seems to be for the task ${proposedTask}. ${why}`
    : 'leave the task open, and one that fits is proposed';
  try {
    const part = task.complete(config, file);
    const [first, ...others] = part.problems;
    return first && isOther
      ? { ...part, problems: [{ ...first, message: `${first.message}; ${advice}` }, ...others] }
      : part;
  } catch (error) {
    // What is wrong in a cell is wrong there, whatever the task.
    if (!(error instanceof InputError) || error.place?.line !== undefined) throw error;
    throw new InputError(`${error.problem}; ${advice}`, error.place);
  }
};

const conclude = (task: Task, wanted: Config, part: Completion<unknown>, config: RunConfig): CompletedConfig => {
  const unread = findUnreadOptions(wanted, config, part, task);
  return {
    config,
    choices: [...part.choices, ...describeNetwork(wanted, config, part), ...unread.notes],
    problems: [...part.problems, ...findContradictions(wanted, config, part, task), ...unread.problems],
    work: part,
  };
};

const describeNetwork = (
  wanted: Config,
  { model, training }: RunConfig,
  { shape: { series } }: Pick<Completion<unknown>, 'shape'>,
): string[] => {
  const { cell, hiddenSize, numLayers, layerSizes } = model;
  const { hiddenSize: hidden, numLayers: layers, cell: wantedCell } = wanted.model ?? {};
  const size = layerSizes ? layerSizes.join(' + ') : `${numLayers} × ${hiddenSize}`;
  const sentences: string[] = [];
  if (hidden === undefined || layers === undefined || wantedCell === undefined) {
    sentences.push(`The network is ${cell} with ${size} units.`);
  }
  if (model.segmentLength > 0 && wanted.model?.segmentLength === undefined) {
    const apart = model.channels === 'apart' && (series?.targets.length ?? 0) > 1 ? ', each target by itself' : '';
    sentences.push(`It goes by segments of ${model.segmentLength} rows${apart}.`);
  }
  if (wanted.training?.epochs === undefined) {
    sentences.push(
      `It trains for up to ${training.epochs} epochs and stops after ${training.patience} without improvement.`,
    );
  }
  if (model.dropout > 0 && numLayers === 1) {
    sentences.push(`Dropout ${model.dropout} lies between layers: with one layer it drops nothing.`);
  }
  return sentences;
};
