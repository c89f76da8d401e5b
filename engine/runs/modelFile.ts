import { z } from 'zod';
import type { Tensor } from '../compute/tensor.ts';
import { plainModel, type RunConfig } from '../config.ts';
import type { Codec } from '../data/codec.ts';
import { InputError } from '../errors.ts';
import type { Metrics } from '../protocol.ts';
import type { TrainingPosition } from '../train/trainer.ts';
import { type TensorFile, readSafetensors } from './safetensors.ts';

/** What a model file says of its network besides the weights. */
export interface ModelInfo {
  readonly version: 1;
  readonly config: RunConfig;
  readonly codec: Codec;
  /** Half widths of the forecasts' intervals, see `fitIntervals`. */
  readonly intervals?: readonly number[];
  readonly epoch: number;
  readonly validLoss: number;
  readonly metrics: Metrics;
}

export interface Model extends ModelInfo {
  readonly parameters: ReadonlyMap<string, Tensor>;
}

/** A model and all that training needs to go on from it. */
export interface Checkpoint extends Model {
  readonly position: TrainingPosition;
  readonly trainingState: ReadonlyMap<string, Tensor>;
}

const infoKey = 'rnn-studio';
const positionKey = 'rnn-studio.position';
const statePrefix = 'training.';

export const encodeModel = ({ parameters, ...info }: Model): TensorFile => ({
  tensors: parameters,
  metadata: { format: 'pt', [infoKey]: JSON.stringify(info) },
});

export const encodeCheckpoint = ({ position, trainingState, ...model }: Checkpoint): TensorFile => {
  const { tensors, metadata } = encodeModel(model);
  const state = [...trainingState].map(([name, tensor]) => [`${statePrefix}${name}`, tensor] as const);
  return {
    tensors: new Map([...tensors, ...state]),
    metadata: { ...metadata, [positionKey]: JSON.stringify(position) },
  };
};

/** A model of ours; the weights of a checkpoint without its training state count as one. */
export const readModel = async (file: string): Promise<Model> => toModel(await readSafetensors(file), file);

export const readCheckpoint = async (file: string): Promise<Checkpoint> => {
  const content = await readSafetensors(file);
  const position = content.metadata[positionKey];
  if (position === undefined)
    throw new InputError('is a model, not a checkpoint; training cannot go on from it', { file });
  const trainingState = new Map<string, Tensor>();
  for (const [name, tensor] of content.tensors) {
    if (name.startsWith(statePrefix)) trainingState.set(name.slice(statePrefix.length), tensor);
  }
  return { ...toModel(content, file), position: parsePosition(position, file), trainingState };
};

const positionSchema = z
  .object({ epoch: z.number(), step: z.number(), batch: z.number(), badEpochs: z.number() })
  .loose();

const parsePosition = (text: string, file: string): TrainingPosition => {
  try {
    return positionSchema.parse(JSON.parse(text)) as unknown as TrainingPosition;
  } catch {
    throw new InputError('has a damaged training position; train again with --init to keep its weights', { file });
  }
};

/** The weights of any safetensors file, ours or not, by name. */
export const weightsOf = ({ tensors }: TensorFile): ReadonlyMap<string, Tensor> =>
  new Map([...tensors].filter(([name]) => !name.startsWith(statePrefix)));

const count = z.number().int().positive();
const names = z.array(z.string()).min(1);

/** What is relied on; files of older versions lack newer fields. */
const infoSchema = z.object({
  version: z.literal(1),
  config: z
    .object({
      data: z.object({}).loose(),
      model: z.object({ cell: z.string(), hiddenSize: count, numLayers: count }).loose(),
      training: z.object({ loss: z.string(), optimizer: z.string(), batchSize: count, threads: count }).loose(),
    })
    .loose()
    .and(
      z.discriminatedUnion('task', [
        z.object({ task: z.literal('forecast'), data: z.object({ window: count, horizon: count }).loose() }).loose(),
        z.object({ task: z.literal('language-model'), data: z.object({ seqLength: count }).loose() }).loose(),
        z.object({ task: z.literal('sequence-classification'), data: z.object({ inputs: names }).loose() }).loose(),
      ]),
    ),
  codec: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('forecast'), inputs: z.array(z.unknown()), targets: z.array(z.unknown()) }).loose(),
    z.object({ kind: z.literal('classes'), inputs: z.array(z.unknown()), labels: names }).loose(),
    z.object({ kind: z.literal('text'), symbols: z.string().min(1) }).loose(),
  ]),
  epoch: z.number(),
  validLoss: z.number().nullable(),
});

const toModel = (content: TensorFile, file: string): Model => {
  const info = modelInfoOf(content, file);
  if (!info) throw new InputError('holds weights but no RNN Studio config; use it with train --init', { file });
  return { ...info, parameters: weightsOf(content) };
};

/** What a file says of its network; undefined for one that is not ours. */
export const modelInfoOf = ({ metadata }: TensorFile, file: string): ModelInfo | undefined => {
  const text = metadata[infoKey];
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError('has a damaged RNN Studio config; train the model again', { file });
  }
  const checked = infoSchema.safeParse(value);
  if (!checked.success) {
    throw new InputError(`was written by another version of RNN Studio (${z.prettifyError(checked.error)})`, { file });
  }
  const info = value as ModelInfo;
  const config = { ...info.config, model: { ...plainModel, ...info.config.model } } as RunConfig;
  return { ...info, config };
};
