import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { CancellationToken } from 'vscode-jsonrpc';
import type { Config, RunConfig } from '../config.ts';
import { type CompletedConfig, completeConfig } from '../tasks/config/completeConfig.ts';
import { inspectOpened } from '../tasks/inspectFile.ts';
import {
  type Workload,
  countUpdates,
  inputSizeOf,
  operationsPerThread,
  updateOverhead,
} from '../tasks/config/networkDefaults.ts';
import type { OpenedFile } from '../tasks/openedFile.ts';
import { OpenedFiles } from '../tasks/openedFiles.ts';
import type { PreparedData } from '../tasks/preparedData.ts';
import { InputError } from '../errors.ts';
import type { ImportedWeights } from '../exchange/readWeights.ts';
import { moreFilesOf, otherFilesOf } from '../files/parts/tableParts.ts';
import { whileUnchanged } from '../files/whileUnchanged.ts';
import type { FileParams, Proposal } from '../protocol.ts';
import { countMultiplied, countParameters } from '../tasks/countParameters.ts';
import { count } from '../words/count.ts';
import { throwIfCancelled } from '../unlessCancelled.ts';
import { lengthsOf, withModelOf } from './fitToWeights.ts';
import { taskOf } from '../tasks/findTask.ts';

export interface RunPlan {
  readonly config: RunConfig;
  readonly choices: readonly string[];
  readonly data: PreparedData;
}

/**
 * Everything that can be known before training starts; `weights` to begin with fill in what the config leaves open.
 * Throws an `InputError` with all that is wrong.
 */
export const planRun = (params: FileParams, weights?: ImportedWeights, files = new OpenedFiles()): Promise<RunPlan> =>
  whileRead(params, async () => {
    const file = await files.open(resolve(params.file), moreFilesOf(params.file, params.config));
    return planOpened(params, file, weights);
  });

/** The same of a file that has been opened, or of some of its rows. */
export const planOpened = async (params: FileParams, file: OpenedFile, weights?: ImportedWeights): Promise<RunPlan> => {
  const completed = await (weights ? completeFor(weights, params, file) : completeOpened(params, file));
  refuseProblems(completed);
  const { config, choices } = completed;
  const data = await taskOf(config).prepare(config, file);
  // Symbols that had to be counted are known only now.
  const inputSize = inputSizeOf(data.shape);
  return { config: { ...config, model: { ...config.model, inputSize } }, choices, data };
};

/** Throws an `InputError` with all that is wrong with what was asked for. */
export const refuseProblems = ({ config, problems }: CompletedConfig): void => {
  if (problems.length === 0) return;
  const messages = problems.map(({ path, message }) => `${path}: ${message}`);
  throw new InputError(messages.join('\n'), { file: config.data.file });
};

/**
 * What `planRun` would do, as far as it can be known without encoding the data, with the problems as data and an
 * estimate of the training time. Rejects with `Cancelled` before the next of its steps once `cancel` says so.
 */
export const propose = (params: FileParams, files: OpenedFiles, cancel = CancellationToken.None): Promise<Proposal> =>
  whileRead(params, async () => {
    const file = await files.open(resolve(params.file), moreFilesOf(params.file, params.config));
    throwIfCancelled(cancel);
    const { config, choices, problems, work } = await completeOpened(params, file, cancel);
    if (problems.length > 0) return { config, choices, problems, parameters: 0, estimatedSeconds: 0 };
    const parameters = countParameters(work.shape, config);
    const seconds = estimateSeconds(work, countMultiplied(work.shape, config), config);
    const asked = taskOf(config).variants?.(params.config, config);
    const ways = asked ? asked.variants.length - 1 : 0;
    const told = `Before it trains, ${count(ways, 'way')} besides ${ways === 1 ? 'is' : 'are'} tried on folds of the rows that train.`;
    return {
      config,
      choices: [...choices, ...(ways > 0 ? [told] : [])],
      problems,
      parameters,
      estimatedSeconds: seconds * ((config.training.ensemble ?? 1) + (ways > 0 && asked ? asked.budget : 0)),
    };
  });

/** Nothing of what is read may change meanwhile. */
const whileRead = <T>({ file, config }: FileParams, read: () => Promise<T>): Promise<T> =>
  whileUnchanged(resolve(file), read, { others: otherFilesOf(file, config) });

/** Some lengths follow from weights only once the columns are known. */
const completeFor = async (
  weights: ImportedWeights,
  params: FileParams,
  file: OpenedFile,
): Promise<CompletedConfig> => {
  const config = withModelOf(params.config, weights);
  const completed = await completeOpened({ ...params, config }, file);
  const lengths = lengthsOf(config, completed.config, weights);
  if (!lengths) return completed;
  return completeOpened({ ...params, config: { ...config, data: { ...config.data, ...lengths } } }, file);
};

/** The config that a wish is completed to, with its problems as data. */
export const completeOpened = async (
  params: FileParams,
  file: OpenedFile,
  cancel = CancellationToken.None,
): Promise<CompletedConfig> => {
  const config: Config = {
    ...params.config,
    data: { ...params.config.data, file: file.path },
    training: { threads: availableParallelism(), ...params.config.training },
  };
  const inspected = await inspectOpened(file, config);
  throwIfCancelled(cancel);
  return completeConfig(config, inspected);
};

/** Multiply-adds forward and backward are three times two operations a weight; the rest is overhead per update. */
const estimateSeconds = (work: Workload, parameters: number, { training }: RunConfig): number => {
  const { batchSize, epochs, threads } = training;
  const batches = epochs * countUpdates(work, { optimizer: 'sgd', batchSize, accumulationSteps: 1 });
  const arithmetic = (6 * parameters * batches * batchSize * work.steps) / (operationsPerThread * threads);
  return arithmetic + batches * updateOverhead;
};
