import { layOutParameters } from '../network/networkFlows.ts';
import type { Tensor } from '../compute/tensor.ts';
import type { RunConfig } from '../config.ts';
import { taskOf } from '../tasks/findTask.ts';
import type { ConfigProblem } from '../tasks/config/completion.ts';
import type { Intervals, ModelParts } from '../tasks/model.ts';
import { findModelContradictions } from '../tasks/config/modelContradictions.ts';
import { findSeriesContradictions } from '../tasks/config/seriesContradictions.ts';
import { findShapeContradictions } from '../tasks/config/shapeContradictions.ts';
import { findNetworkFault, networkOfModel } from '../tasks/networkOfModel.ts';
import type { NetworkSizes } from '../tasks/task.ts';
import { momentNames } from '../compute/optimizer.ts';
import { shorten } from '../words/shorten.ts';

/** The outer form of a model's network, and the time steps of one example. Of parts that go together. */
export const networkOf = (parts: ModelParts): NetworkSizes => taskOf(parts.config).sizesOf(parts);

/** What of a config cannot be computed, however it came to be: `config.model.residual: …`. */
export const findConfigFaults = (config: RunConfig): string[] => toFaults(findModelContradictions({}, config));

const toFaults = (problems: readonly ConfigProblem[]): string[] =>
  problems.map(({ path, message }) => `config.${path}: ${message}`);

/** What of a model's parts does not go together. */
export const findModelFaults = (parts: ModelParts): string[] => {
  const { config, codec, drawn = {}, residualRanks = [] } = parts;
  const faults = [...findConfigFaults(config), ...taskOf(config).codecFaults(config.data, codec)];
  if (faults.length > 0) return faults;
  const { shape } = networkOf(parts);
  const { outputSize } = shape;
  const fault = findNetworkFault(parts);
  return [
    ...toFaults(findShapeContradictions(shape, config.model)),
    ...toFaults(shape.series ? findSeriesContradictions({}, config, shape.series) : []),
    ...(fault === undefined ? [] : [fault]),
    ...findIntervalFaults(parts, outputSize),
    ...findIntervalFaults(drawn, outputSize).map((found) => `drawn.${found}`),
    ...residualRanks
      .filter((ranks) => ranks.length !== outputSize || ranks.some((rank) => !isRankOf(rank, residualRanks.length)))
      .slice(0, 1)
      .map(
        (ranks) =>
          `residualRanks: ${ranks.length} are no places of ${outputSize} outputs among ${residualRanks.length}`,
      ),
  ];
};

const findIntervalFaults = ({ intervals, otherIntervals = [] }: Intervals, outputs: number): string[] => [
  ...(intervals && intervals.length !== outputs
    ? [`intervals: there are ${intervals.length} for ${outputs} outputs`]
    : []),
  ...otherIntervals
    .filter(({ widths }) => widths.length !== outputs)
    .map(({ share, widths }) => `otherIntervals: there are ${widths.length} of ${share} for ${outputs} outputs`),
];

const isRankOf = (rank: number, count: number): boolean => Math.abs(rank) >= 1 && Math.abs(rank) <= count;

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
  const places = layOutParameters(networkOfModel(parts), 1);
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
