import type { Config, ModelConfig, RunConfig } from '../config.ts';
import type { PreparedData } from '../tasks/preparedData.ts';
import { InputError } from '../errors.ts';
import type { NamedTensors } from '../exchange/cellWeights.ts';
import { asNamed, formatInFile } from '../exchange/fileTensor.ts';
import type { ImportedWeights } from '../exchange/readWeights.ts';
import type { Session } from '../compute/session.ts';

/** What the config leaves open of the network is as the weights have it. */
export const withModelOf = (config: Config, { model }: ImportedWeights): Config => ({
  ...config,
  model: { ...model, ...config.model },
});

/** Lengths of the data that the config leaves open and that the shapes of the weights call for; undefined for none. */
export const lengthsOf = (
  wanted: Config,
  { task, data, training }: RunConfig,
  { tensors }: ImportedWeights,
): Config['data'] | undefined => {
  const outputs = tensors.get('head.weight')?.shape[0];
  const inputs = tensors.get('rnn.weight_ih_l0')?.shape[1];
  if (task === 'forecast' && wanted.data?.horizon === undefined && outputs !== undefined) {
    const horizon = outputs / data.targets.length / (training.loss === 'gaussian' ? 2 : 1);
    if (Number.isInteger(horizon) && horizon > 0 && horizon !== data.horizon) return { horizon };
  }
  if (task === 'sequence-classification' && wanted.data?.stepSize === undefined && inputs !== undefined) {
    if (inputs <= data.inputs.length && inputs !== data.stepSize) return { stepSize: inputs };
  }
  return undefined;
};

/** Begins with the weights. Throws an `InputError` when they are another network's, or learned other symbols. */
export const initialiseFrom = (weights: ImportedWeights, session: Session, data: PreparedData): void => {
  const { file, tensors, info } = weights;
  if (info?.codec.kind === 'text' && data.codec.kind === 'text' && info.codec.symbols !== data.codec.symbols) {
    throw new InputError('was trained on other symbols than this text has; its weights would mean something else', {
      file,
    });
  }
  try {
    session.writeParameters(tensors);
  } catch (error) {
    const problem =
      describeMisfit(weights, session.readParameters()) ?? (error instanceof Error ? error.message : String(error));
    const notes = [...weights.notes, describeDemand(data)].join(' ');
    throw new InputError(`does not fit this network: ${problem}\n${notes}`, { file });
  }
};

/** The first tensor that is not one of the network's, as the file has it. */
export const describeMisfit = (
  { tensors, inFile = asNamed }: ImportedWeights,
  network: NamedTensors,
): string | undefined => {
  for (const name of new Set([...tensors.keys(), ...network.keys()])) {
    const found = tensors.get(name);
    const wanted = network.get(name);
    const shown = inFile(name);
    if (!found) return `The model file has no tensor ${shown.name}, which the network needs.`;
    if (!wanted) return `The network has no tensor ${shown.name}, the model file has.`;
    if (found.shape.join() === wanted.shape.join()) continue;
    const shape = formatInFile(shown, found.shape);
    return `Tensor ${shown.name} is ${shape} in the model file and ${formatInFile(shown, wanted.shape)} in the network.`;
  }
  return undefined;
};

/** What of the data decides the outer shapes of the network. */
const describeDemand = ({ shape, codec }: PreparedData): string => {
  const { input, outputSize } = shape;
  if (codec.kind === 'text') return `This text has ${outputSize} symbols.`;
  const size = input.kind === 'numbers' ? input.size : input.vocabulary;
  const lever =
    codec.kind === 'forecast'
      ? 'data.inputs, data.calendar, data.targets and data.horizon'
      : 'data.inputs and stepSize';
  return `The data has ${size} inputs a step and ${outputSize} outputs, which ${lever} decide.`;
};

/** What weights of another program leave unsaid of the data they were made for. */
export const describeMeaning = (
  { file, info }: ImportedWeights,
  { codec }: PreparedData,
  { cell, activation }: ModelConfig,
): string[] => {
  if (info) return [];
  const order =
    codec.kind === 'text'
      ? 'symbols are numbered in the order of their code points'
      : `inputs are, in this order, ${codec.inputs.map((input) => ('column' in input ? input.column : input.period)).join(', ')}`;
  return [
    `What the weights of ${file} were trained on is not in the file: here ${order}; units are ${cell === 'rnn' ? activation : 'tanh'}.`,
  ];
};
