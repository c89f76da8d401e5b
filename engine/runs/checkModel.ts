import type { NetworkShape } from '../compute/networkShape.ts';
import { layOutParameters } from '../compute/parameterLayout.ts';
import type { Tensor } from '../compute/tensor.ts';
import type { RunConfig } from '../config.ts';
import type { Codec } from '../encoding/codec.ts';
import { countInputs } from '../tasks/forecast/fitForecast.ts';
import { findModelContradictions } from '../tasks/modelContradictions.ts';
import { momentNames } from '../model/networkPlan.ts';
import { shorten } from '../shorten.ts';

/** What a model file says of itself. */
export interface ModelParts {
  readonly config: RunConfig;
  readonly codec: Codec;
  readonly intervals?: readonly number[];
}

/** The outer form of a model's network, and the time steps of one example. Of parts that go together. */
export const networkOf = ({ config, codec }: ModelParts): { readonly shape: NetworkShape; readonly steps: number } => {
  if (config.task === 'language-model' && codec.kind === 'text') {
    const vocabulary = [...codec.symbols].length;
    const shape: NetworkShape = { input: { kind: 'symbols', vocabulary }, outputSize: vocabulary, everyStep: true };
    return { shape, steps: config.data.seqLength };
  }
  if (config.task === 'sequence-classification' && codec.kind === 'classes') {
    const { stepSize } = config.data;
    const input = { kind: 'numbers', size: stepSize } as const;
    const shape: NetworkShape = { input, outputSize: codec.labels.length, everyStep: false };
    return { shape, steps: codec.inputs.length / stepSize };
  }
  if (config.task === 'forecast' && codec.kind === 'forecast') {
    const input = { kind: 'numbers', size: countInputs(codec) } as const;
    const shape: NetworkShape = { input, outputSize: codec.horizon * codec.targets.length, everyStep: false };
    return { shape, steps: config.data.window };
  }
  throw new Error(`a ${codec.kind} codec does not belong to the task ${config.task}`);
};

/** What of a config cannot be computed, however it came to be: `config.model.residual: …`. */
export const findConfigFaults = (config: RunConfig): string[] =>
  findModelContradictions({}, config).map(({ path, message }) => `config.${path}: ${message}`);

/** What of a model's parts does not go together. */
export const findModelFaults = (parts: ModelParts): string[] => {
  const { config, codec, intervals } = parts;
  const faults = [...findConfigFaults(config), ...findCodecFaults(config, codec)];
  if (faults.length > 0) return faults;
  const { outputSize } = networkOf(parts).shape;
  return intervals && intervals.length !== outputSize
    ? [`intervals: there are ${intervals.length} for ${outputSize} outputs`]
    : [];
};

const findCodecFaults = (config: RunConfig, codec: Codec): string[] => {
  const faults: string[] = [];
  const compare = (field: string, found: readonly unknown[], wanted: readonly unknown[]): void => {
    if (found.length !== wanted.length || found.some((value, index) => value !== wanted[index])) {
      faults.push(`codec.${field}: is not that of config.data.${field}`);
    }
  };
  const columnsOf = (inputs: readonly object[]): unknown[] =>
    inputs.flatMap((input) => ('column' in input ? [input.column] : []));
  if (config.task === 'forecast' && codec.kind === 'forecast') {
    const { data } = config;
    compare('inputs', columnsOf(codec.inputs), data.inputs);
    compare('targets', columnsOf(codec.targets), data.targets);
    for (const field of ['anchor', 'season', 'horizon'] as const) compare(field, [codec[field]], [data[field]]);
    if (codec.naiveErrors.length !== codec.targets.length) faults.push('codec.naiveErrors: is not one for each target');
    if (!data.calendar && codec.inputs.some(({ kind }) => kind === 'calendar')) {
      faults.push('codec.inputs: has a calendar, config.data.calendar says there is none');
    }
  } else if (config.task === 'sequence-classification' && codec.kind === 'classes') {
    compare('inputs', columnsOf(codec.inputs), config.data.inputs);
  } else if (config.task === 'language-model' && codec.kind === 'text') {
    compare('lowercase', [codec.lowercase], [config.data.lowercase]);
  } else faults.push(`codec.kind: ${codec.kind} does not belong to the task ${config.task}`);
  return faults;
};

/** Where tensors are not those of the network that the parts describe: the first that is missing, too many or another. */
export const findTensorFault = (parts: ModelParts, tensors: ReadonlyMap<string, Tensor>): string | undefined =>
  findMisfit(parameterShapes(parts), tensors);

/** The same of what a checkpoint holds beside the parameters. */
export const findStateFault = (parts: ModelParts, state: ReadonlyMap<string, Tensor>): string | undefined => {
  const { optimizer, averageDecay, batchSize } = parts.config.training;
  const parameters = [...parameterShapes(parts)];
  const kinds = [
    ...momentNames[optimizer].map((moment) => `optimizer.${moment}.`),
    ...(averageDecay > 0 ? ['average.'] : []),
  ];
  const wanted = new Map(
    kinds.flatMap((kind) => parameters.map(([name, shape]) => [`${kind}${name}`, shape] as const)),
  );
  for (const [name, { shape, values }] of state) {
    // Which states are carried is the plan's to know; each has a row for every example of a batch.
    if (name.startsWith('state.') && shape.length === 2 && shape[0] === batchSize) wanted.set(name, shape);
    // Their roots are divided by.
    const isBelowZero = name.startsWith('optimizer.square.') && values.some((value) => value < 0);
    if (isBelowZero) return `tensor training.${shorten(name)} has squares below 0`;
  }
  return findMisfit(wanted, state, 'training.');
};

const parameterShapes = (parts: ModelParts): ReadonlyMap<string, readonly number[]> => {
  const { model, training } = parts.config;
  const { input, outputSize } = networkOf(parts).shape;
  const places = layOutParameters({
    panel: 1,
    model,
    embeddingSize: input.kind === 'symbols' ? model.embeddingSize : 0,
    inputSize: input.kind === 'symbols' ? input.vocabulary : input.size,
    outputSize,
    outputGroups: training.loss === 'gaussian' ? 2 : 1,
  });
  return new Map(places.map(({ name, shape }) => [name, shape]));
};

const findMisfit = (
  wanted: ReadonlyMap<string, readonly number[]>,
  found: ReadonlyMap<string, Tensor>,
  prefix = '',
): string | undefined => {
  for (const [name, shape] of wanted) {
    const tensor = found.get(name);
    if (!tensor) return `there is no tensor ${prefix}${name}`;
    if (tensor.shape.join() === shape.join()) continue;
    return `tensor ${prefix}${name} is (${shorten(tensor.shape.join(', '))}) and should be (${shape.join(', ')})`;
  }
  const extra = [...found.keys()].find((name) => !wanted.has(name));
  return extra === undefined ? undefined : `tensor ${prefix}${shorten(extra)} is none of its`;
};
