import type * as z from 'zod';
import { describeFaults } from '../checkValue.ts';
import type { Tensor } from '../compute/tensor.ts';
import { InputError } from '../errors.ts';
import type { Model, ModelInfo } from '../tasks/model.ts';
import { JsonFault, parseStrictJson } from '../strictJson.ts';
import { withoutNaN } from '../withoutNaN.ts';
import { checkFinite } from './checkFinite.ts';
import { findModelFaults, findStateFault, findTensorFault } from './checkModel.ts';
import { modelInfoSchema, positionSchema } from './modelSchema.ts';
import { type TensorFile, readSafetensors } from './safetensors.ts';
import type { TrainingPosition } from './trainingPosition.ts';

/** A model and all that training needs to go on from it. */
export interface Checkpoint extends Model {
  readonly position: TrainingPosition;
  readonly trainingState: ReadonlyMap<string, Tensor>;
}

const infoKey = 'rnn-studio';
const positionKey = 'rnn-studio.position';
const statePrefix = 'training.';
/** Of the networks of an ensemble, from the second on. */
const prefixOf = (network: number): string => `ensemble.${network}.`;

export const encodeModel = ({ parameters, others = [], ...info }: Model): TensorFile => ({
  tensors: new Map([
    ...parameters,
    ...others.flatMap((other, index) =>
      [...other].map(([name, tensor]) => [`${prefixOf(index + 2)}${name}`, tensor] as const),
    ),
  ]),
  metadata: { format: 'pt', [infoKey]: JSON.stringify(withoutNaN(info)) },
});

export const encodeCheckpoint = ({ position, trainingState, ...model }: Checkpoint): TensorFile => {
  const { tensors, metadata } = encodeModel(model);
  const state = [...trainingState].map(([name, tensor]) => [`${statePrefix}${name}`, tensor] as const);
  return {
    tensors: new Map([...tensors, ...state]),
    metadata: { ...metadata, [positionKey]: JSON.stringify(withoutNaN(position)) },
  };
};

/** A model of ours; the weights of a checkpoint without its training state count as one. */
export const readModel = async (file: string): Promise<Model> => toModel(await readSafetensors(file), file);

export const readCheckpoint = async (file: string): Promise<Checkpoint> =>
  toCheckpoint(await readSafetensors(file), file);

/** The model that a file named `file` holds. Throws an `InputError` unless all its parts are whole and go together. */
export const toModel = (content: TensorFile, file: string): Model => {
  const info = modelInfoOf(content, file);
  if (!info) throw new InputError('holds weights but no RNN Studio config; use it with train --init', { file });
  const parameters = weightsOf(content);
  const others = othersOf(content, info.networks ?? 1);
  for (const network of [parameters, ...others]) checkFinite(network, file);
  return { ...info, parameters, ...(others.length > 0 && { others }) };
};

/** The networks of an ensemble besides the first. */
const othersOf = ({ tensors }: TensorFile, networks: number): ReadonlyMap<string, Tensor>[] =>
  Array.from({ length: networks - 1 }, (_, index) => {
    const prefix = prefixOf(index + 2);
    const own = [...tensors].filter(([name]) => name.startsWith(prefix));
    return new Map(own.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
  });

/** The same of a checkpoint. */
export const toCheckpoint = (content: TensorFile, file: string): Checkpoint => {
  const text = content.metadata[positionKey];
  if (text === undefined) throw new InputError('is a model, not a checkpoint; training cannot go on from it', { file });
  const model = toModel(content, file);
  const way = 'train again with --init to keep its weights';
  const position = parseText(text, positionSchema, (faults) => {
    throw new InputError(`has a damaged training position: ${faults}; ${way}`, { file });
  });
  const trainingState = new Map<string, Tensor>();
  for (const [name, tensor] of content.tensors) {
    if (name.startsWith(statePrefix)) trainingState.set(name.slice(statePrefix.length), tensor);
  }
  const fault = findStateFault(model, trainingState);
  if (fault !== undefined) throw new InputError(`has a damaged training state: ${fault}; ${way}`, { file });
  checkFinite(trainingState, file);
  return { ...model, position, trainingState };
};

/** The weights of any safetensors file, ours or not, by name; of an ensemble those of its first network. */
export const weightsOf = ({ tensors }: TensorFile): ReadonlyMap<string, Tensor> =>
  new Map([...tensors].filter(([name]) => !name.startsWith(statePrefix) && !/^ensemble\.\d+\./.test(name)));

/** What a file says of its network, which its weights are those of; undefined for one that is not ours. */
export const modelInfoOf = (content: TensorFile, file: string): ModelInfo | undefined => {
  const text = content.metadata[infoKey];
  if (text === undefined) return undefined;
  const refuse = (faults: string): never => {
    throw new InputError(`has a damaged RNN Studio config: ${faults}; train the model again`, { file });
  };
  const info = parseText(text, modelInfoSchema, refuse);
  const faults = findModelFaults(info);
  if (faults.length > 0) return refuse(faults.join('; '));
  const networks = [weightsOf(content), ...othersOf(content, info.networks ?? 1)];
  const fault = networks.map((tensors) => findTensorFault(info, tensors)).find((each) => each !== undefined);
  if (fault === undefined) return info;
  throw new InputError(`does not hold the network its config describes: ${fault}; train the model again`, { file });
};

const parseText = <T>(text: string, schema: z.ZodType<T>, refuse: (faults: string) => never): T => {
  let value: unknown;
  try {
    value = parseStrictJson(text);
  } catch (error) {
    return refuse(error instanceof JsonFault ? `it ${error.message}` : String(error));
  }
  const checked = schema.safeParse(value);
  return checked.success ? checked.data : refuse(describeFaults(checked.error, value).join('; '));
};
