import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Config, RunConfig } from '../config.ts';
import { completeConfig } from '../tasks/completeConfig.ts';
import { inspectFile } from '../tasks/inspectFile.ts';
import { inputSizeOf, operationsPerThread, updateOverhead } from '../tasks/networkDefaults.ts';
import type { PreparedData } from '../tasks/preparedData.ts';
import { InputError } from '../errors.ts';
import type { ImportedWeights } from '../exchange/readWeights.ts';
import { whileUnchanged } from '../files/whileUnchanged.ts';
import type { FileParams, Proposal } from '../protocol.ts';
import { countParameters } from '../tasks/countParameters.ts';
import { lengthsOf, withModelOf } from './fitToWeights.ts';
import { taskOf } from '../tasks/findTask.ts';
import { countBatches } from './trainer.ts';

export interface RunPlan {
  readonly config: RunConfig;
  readonly choices: readonly string[];
  readonly data: PreparedData;
}

/**
 * Everything that can be known before training starts; `weights` to begin with fill in what the config leaves open.
 * Throws an `InputError` with all that is wrong.
 */
export const planRun = (params: FileParams, weights?: ImportedWeights): Promise<RunPlan> =>
  whileUnchanged(resolve(params.file), async () => {
    const { config, choices, problems } = await (weights ? completeFor(weights, params) : complete(params));
    if (problems.length > 0) {
      const messages = problems.map(({ path, message }) => `${path}: ${message}`);
      throw new InputError(messages.join('\n'), { file: config.data.file });
    }
    const data = await taskOf(config).prepare(config);
    // Symbols that had to be counted are known only now.
    const inputSize = inputSizeOf(data.shape);
    return { config: { ...config, model: { ...config.model, inputSize } }, choices, data };
  });

/** What `planRun` would do, with the problems as data and an estimate of the training time. */
export const propose = (params: FileParams): Promise<Proposal> =>
  whileUnchanged(resolve(params.file), () => proposeFor(params));

const proposeFor = async (params: FileParams): Promise<Proposal> => {
  const { config, choices, problems } = await complete(params);
  if (problems.length > 0) return { config, choices, problems, parameters: 0, estimatedSeconds: 0 };
  const data = await taskOf(config).prepare(config);
  const parameters = countParameters(data.shape, config);
  const examples = config.training.epochs * countBatches(data, config) * config.training.batchSize;
  return {
    config,
    choices,
    problems,
    parameters,
    estimatedSeconds: estimateSeconds(examples, data.steps, parameters, config),
  };
};

/** Some lengths follow from weights only once the columns are known. */
const completeFor = async (weights: ImportedWeights, params: FileParams): ReturnType<typeof completeConfig> => {
  const config = withModelOf(params.config, weights);
  const completed = await complete({ ...params, config });
  const lengths = lengthsOf(config, completed.config, weights);
  return lengths ? complete({ ...params, config: { ...config, data: { ...config.data, ...lengths } } }) : completed;
};

const complete = async (params: FileParams): ReturnType<typeof completeConfig> => {
  const file = resolve(params.file);
  const config: Config = {
    ...params.config,
    data: { ...params.config.data, file },
    training: { threads: availableParallelism(), ...params.config.training },
  };
  return completeConfig(config, await inspectFile(file, config));
};

/** Multiply-adds forward and backward are three times two operations a weight; the rest is overhead per update. */
const estimateSeconds = (examples: number, steps: number, parameters: number, { training }: RunConfig): number => {
  const arithmetic = (6 * parameters * examples * steps) / (operationsPerThread * training.threads);
  return arithmetic + (examples / training.batchSize) * updateOverhead;
};
