import type { Config, RunConfig } from '../config.ts';
import { specOf } from '../network/cells/findCell.ts';
import { findTask, taskOf } from '../tasks/findTask.ts';
import type { PreparedData } from '../tasks/preparedData.ts';
import { InputError } from '../errors.ts';
import type { NamedTensors } from '../exchange/cellWeights.ts';
import { asNamed, formatInFile } from '../exchange/fileTensor.ts';
import type { ImportedWeights } from '../exchange/readWeights.ts';
import type { Session } from '../network/session.ts';

/** What the config leaves open of the network is as the weights have it. */
export const withModelOf = (config: Config, { model }: ImportedWeights): Config => ({
  ...config,
  model: { ...model, ...config.model },
});

/** Lengths of the data that the config leaves open and that the shapes of the weights call for; undefined for none. */
export const lengthsOf = (
  wanted: Config,
  config: RunConfig,
  { tensors }: ImportedWeights,
): Config['data'] | undefined => {
  const rowsOf = (name: string): number | undefined => tensors.get(name)?.shape[0];
  const outputs = rowsOf('head.weight');
  // By segments those of one of them, of one target where they go apart.
  const segments = (rowsOf('segments.positions') ?? 1) * (rowsOf('segments.targets') ?? 1);
  return taskOf(config).lengthsFrom?.(wanted, config, {
    outputs: outputs && outputs * segments,
    inputs: tensors.get('rnn.weight_ih_l0')?.shape[1],
  });
};

/** Begins with the weights. Throws an `InputError` when they are another network's, or learned other symbols. */
export const initialiseFrom = (
  weights: ImportedWeights,
  session: Session,
  data: PreparedData,
  config: RunConfig,
): void => {
  const { file, tensors, info } = weights;
  const task = taskOf(config);
  const isOfTask = info !== undefined && findTask(info.config.task) === task;
  const misfit = isOfTask ? task.misfitOf?.(data.codec, info.codec) : undefined;
  if (misfit !== undefined) throw new InputError(misfit, { file });
  try {
    session.writeParameters(tensors);
  } catch (error) {
    const problem =
      describeMisfit(weights, session.readParameters()) ?? (error instanceof Error ? error.message : String(error));
    const notes = [...weights.notes, task.describeDemand(data.shape)].join(' ');
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

/** What weights of another program leave unsaid of the data they were made for. */
export const describeMeaning = (
  { file, info }: ImportedWeights,
  { codec }: PreparedData,
  config: RunConfig,
): string[] => {
  if (info) return [];
  const { model } = config;
  const order = taskOf(config).describeOrder(codec);
  return [
    `What the weights of ${file} were trained on is not in the file: here ${order}; units are ${specOf(model).units(model)}.`,
  ];
};
