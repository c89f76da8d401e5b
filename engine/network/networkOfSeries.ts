import type { ModelConfig } from '../config.ts';
import type { NetworkShape, SeriesShape } from './networkShape.ts';
import type { EncoderSpec, ForeseeSpec, NetworkSpec, ProjectSpec, RecurSpec } from './networkSpec.ts';

/** Options of a model that only windows of a series give a meaning. */
export type SeriesOptions = Pick<ModelConfig, 'decoding' | 'segmentLength' | 'channels' | 'normalisation'>;

interface Parts {
  readonly layers: RecurSpec;
  /** What stands below layers, and what above them where they go through the steps of the window themselves. */
  readonly bottom: readonly EncoderSpec[];
  readonly middle: readonly EncoderSpec[];
}

/**
 * The network of windows of a series that are normalised, go by segments or are told of the steps ahead: what they put out
 * has to be put together, added to or given its level back, so that the output layer is one of the blocks. Undefined where
 * nothing of that is asked for, or what cannot be, which a config is told of.
 */
export const networkOfSeries = (
  { input, outputSize, series }: NetworkShape,
  model: Partial<SeriesOptions> & Pick<ModelConfig, 'outputActivation' | 'outputDropout'>,
  { layers, bottom, middle }: Parts,
): NetworkSpec | undefined => {
  const { decoding = 'direct', normalisation = 'none', outputActivation: activation } = model;
  const isBySegments = decoding === 'segments';
  if (!series || (!isBySegments && normalisation === 'none' && !series.known)) return undefined;
  const { targets, numbers, horizon, known = 0 } = series;
  if (activation === 'softmax') return undefined;
  if ((isBySegments || normalisation !== 'none') && targets.some((target) => target < 0)) return undefined;
  if (isBySegments && !areWhole(series, model.segmentLength ?? 0, layers)) return undefined;
  const by = normalisation === 'none' ? undefined : normalisation;
  return {
    input,
    encoder: [
      ...(by ? [{ block: 'normalise', name: 'level', by, columns: numbers } as const] : []),
      ...bottom,
      ...(isBySegments
        ? [segmentsOf(series, model, layers, activation)]
        : [layers, ...middle, { block: 'project', name: 'head', size: outputSize, activation } as const]),
      ...(known > 0 ? [foreseeOf(series, known, layers)] : []),
      ...(by ? [restoreOf(series, numbers, horizon, by === 'instance')] : []),
    ],
    head: { block: 'head', name: 'output', outputs: outputSize, groups: 1, activation: 'none', isGiven: true },
  };
};

/** Whether window and horizon are whole numbers of segments, for layers that can go on from the last state. */
const areWhole = ({ window, horizon }: SeriesShape, length: number, { bidirectional }: RecurSpec): boolean =>
  length > 0 && window % length === 0 && horizon % length === 0 && !bidirectional;

const segmentsOf = (
  { window, horizon, targets: places, marks }: SeriesShape,
  { segmentLength: length = 1, channels, outputDropout }: Partial<SeriesOptions> & Pick<ModelConfig, 'outputDropout'>,
  layers: RecurSpec,
  activation: ProjectSpec['activation'],
): EncoderSpec => {
  // Marks are gone from among the values below.
  const targets = places.map((place) => place - (marks?.columns ?? []).filter((mark) => mark < place).length);
  return {
    ...{ block: 'segments', name: 'segments', window, length, horizon, size: layers.layers[0] ?? 1, targets },
    ...{ isApart: channels === 'apart', layers, dropout: outputDropout, output: { name: 'head', activation } },
  };
};

/** More units between would learn a file of few promotions by heart. */
const mostUnits = 32;

const foreseeOf = ({ horizon, targets }: SeriesShape, known: number, { layers }: RecurSpec): ForeseeSpec => ({
  ...{ block: 'foresee', name: 'ahead', horizon, targets: targets.length, known },
  size: Math.min(mostUnits, layers.at(-1) ?? mostUnits),
});

const restoreOf = (
  { targets }: SeriesShape,
  numbers: readonly number[],
  horizon: number,
  isLearned: boolean,
): EncoderSpec => ({
  ...{ block: 'restore', name: 'restored', of: 'level', horizon, isLearned },
  targets: targets.map((target) => numbers.indexOf(target)),
});
