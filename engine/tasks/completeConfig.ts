import type { Config, RunConfig, Task } from '../config.ts';
import { InputError } from '../errors.ts';
import type { Inspection, TableInspection } from '../protocol.ts';
import { completeClasses } from './classification/completeClasses.ts';
import { completeForecast } from './forecast/completeForecast.ts';
import { completeText } from './languageModel/completeText.ts';
import type { Completion, ConfigProblem } from './completion.ts';
import { findContradictions } from './contradictions.ts';
import { completeModel, completeTraining } from './networkDefaults.ts';
import { type Table, readTable } from '../files/readTable.ts';
import { findUnreadOptions } from './unreadOptions.ts';

/** A config with every field filled in. */
export interface CompletedConfig {
  readonly config: RunConfig;
  /** What was picked, one sentence each. */
  readonly choices: string[];
  /** What cannot be trained as it is wanted; empty when all is well. */
  readonly problems: ConfigProblem[];
}

/**
 * Fills in what a config leaves open, from what its file holds: task, columns, sizes and the length of the training.
 * What it says is kept, or is a problem. Throws an `InputError` for cells that do not fit the columns in use.
 */
export const completeConfig = async (config: Config, inspection: Inspection): Promise<CompletedConfig> => {
  const task = config.task ?? inspection.proposedTask;
  const taskChoice = config.task === undefined ? [`Task ${task}: ${inspection.why}`] : [];
  const completed = await completeTask(task, config, inspection);
  return { ...completed, choices: [...taskChoice, ...completed.choices] };
};

const completeTask = async (task: Task, config: Config, inspection: Inspection): Promise<CompletedConfig> => {
  switch (task) {
    case 'forecast': {
      const part = completeForecast(config, ...(await tableOf(config, inspection, task)));
      return conclude(config, part, { task, data: part.data, ...completeNetwork(config, task, part) });
    }
    case 'sequence-classification': {
      const part = completeClasses(config, ...(await tableOf(config, inspection, task)));
      return conclude(config, part, { task, data: part.data, ...completeNetwork(config, task, part) });
    }
    case 'language-model': {
      if (inspection.kind !== 'text') throw wrongKind(inspection, task);
      const part = completeText(config, inspection);
      return conclude(config, part, { task, data: part.data, ...completeNetwork(config, task, part) });
    }
  }
};

const completeNetwork = (
  wanted: Config,
  task: Task,
  part: Completion<unknown>,
): Pick<RunConfig, 'model' | 'training'> => {
  const model = completeModel(wanted.model, task, part);
  return { model, training: completeTraining(wanted.training, task, model, part) };
};

const conclude = (wanted: Config, part: Completion<unknown>, config: RunConfig): CompletedConfig => {
  const unread = findUnreadOptions(wanted, config, part);
  return {
    config,
    choices: [...part.choices, ...describeNetwork(wanted, config), ...unread.notes],
    problems: [...part.problems, ...findContradictions(wanted, config, part), ...unread.problems],
  };
};

const describeNetwork = (wanted: Config, { model, training }: RunConfig): string[] => {
  const { cell, hiddenSize, numLayers, layerSizes } = model;
  const { hiddenSize: hidden, numLayers: layers, cell: wantedCell } = wanted.model ?? {};
  const size = layerSizes ? layerSizes.join(' + ') : `${numLayers} × ${hiddenSize}`;
  const sentences: string[] = [];
  if (hidden === undefined || layers === undefined || wantedCell === undefined) {
    sentences.push(`The network is ${cell} with ${size} units.`);
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

const tableOf = async (config: Config, inspection: Inspection, task: Task): Promise<[TableInspection, Table]> => {
  if (inspection.kind !== 'table') throw wrongKind(inspection, task);
  return [inspection, await readTable(inspection.file, config.data)];
};

const wrongKind = ({ file, kind }: Inspection, task: Task): InputError =>
  new InputError(`is read as a ${kind}; the task ${task} needs ${task === 'language-model' ? 'text' : 'a table'}`, {
    file,
  });
