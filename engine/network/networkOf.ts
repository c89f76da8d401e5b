import type { ModelConfig, TrainingConfig } from '../config.ts';
import type { NetworkShape } from './networkShape.ts';
import { groupsOf, isDistribution } from './lossGroups.ts';
import { networkOfSeries, type SeriesOptions } from './networkOfSeries.ts';
import type {
  AttendSpec,
  DecoderSpec,
  EncoderSpec,
  InputSpec,
  MarkSpec,
  NetworkSpec,
  PoolSpec,
  RecurSpec,
  SymbolsSpec,
  WholeSpec,
} from './networkSpec.ts';

type Layered = Pick<
  ModelConfig,
  'hiddenSize' | 'numLayers' | 'layerSizes' | 'projSize' | 'bidirectional' | 'bias' | 'layerNorm' | 'initialState'
> &
  RecurSpec['cell'] &
  Partial<Pick<ModelConfig, 'residual' | 'dropout' | 'recurrentDropout' | 'lockedDropout' | 'weightDropout'>>;

type Surrounded = Pick<
  ModelConfig,
  'embeddingSize' | 'characterSize' | 'outputActivation' | 'pool' | 'inputDropout' | 'outputDropout'
> &
  Partial<
    Pick<
      ModelConfig,
      'attention' | 'inputFeeding' | 'tiedOutput' | 'wordDropout' | 'activationPenalty' | 'changePenalty'
    > &
      SeriesOptions
  >;

/** The recurrent layers that a model's options ask for. */
export const recurOf = (model: Layered): RecurSpec => {
  const { cell, activation, gruReset, candidate, layerSizes, hiddenSize, numLayers } = model;
  const { bias, bidirectional, projSize, layerNorm, initialState } = model;
  const { residual = false, dropout = 0, recurrentDropout = 0, weightDropout = 0 } = model;
  return {
    block: 'recur',
    name: 'rnn',
    cell: { cell, activation, gruReset, candidate },
    layers: layerSizes ?? new Array<number>(numLayers).fill(hiddenSize),
    ...{ bias, bidirectional, projSize, layerNorm, residual, initialState, dropout, recurrentDropout },
    ...(dropout > 0 && lockOf(model)),
    ...(weightDropout > 0 && { weightDropout }),
  };
};

/** Models say what they ask for, and nothing of what they do not. */
const lockOf = ({ lockedDropout }: Layered): { isLocked?: true } => (lockedDropout ? { isLocked: true } : {});

/** An attention scores a step by as many units as the top layer has. */
const poolOf = (by: ModelConfig['pool'], { layers }: RecurSpec): PoolSpec => ({
  ...{ block: 'pool', name: 'pool', by },
  ...(by === 'attention' && { size: layers.at(-1) ?? 1 }),
});

type StepSpec = Exclude<EncoderSpec, WholeSpec>;

/** Vectors of symbols with dropout, where they have any, and beside those of words what their letters say; of numbers dropout alone. */
const bottomOf = (input: InputSpec, model: Layered & Surrounded, names: readonly [string, string]): StepSpec[] => {
  const { embeddingSize: size, inputDropout, characterSize, bias, wordDropout: dropped = 0 } = model;
  const [embedding, drop] = names;
  const { kind } = input;
  const isEmbedded = kind === 'symbols' && size > 0;
  const isLabelled = isEmbedded && input.labels !== undefined;
  const isSpelled = isEmbedded && input.letters !== undefined;
  const { cell } = recurOf(model);
  return [
    ...(isEmbedded ? [{ block: 'embed', name: embedding, size, ...(dropped > 0 && { dropped }) } as const] : []),
    ...(isLabelled ? [{ block: 'label', name: 'label' } as const] : []),
    ...(isSpelled ? [{ block: 'spell', name: 'letters', cell, size: characterSize, bias } as const] : []),
    // Symbols that are no vectors have no values to drop.
    ...(kind === 'numbers' || isEmbedded ? dropOf(drop, inputDropout, model) : []),
  ];
};

const dropOf = (name: string, share: number, model: Layered): StepSpec[] =>
  share > 0 ? [{ block: 'drop', name, share, ...lockOf(model) }] : [];

const penaltyOf = (name: string, of: 'size' | 'change', penalty = 0): StepSpec[] =>
  penalty > 0 ? [{ block: 'penalise', name, [of]: penalty }] : [];

/** Vectors and layers as the encoder has, in one direction: it reads what it has put out, and begins where the encoder ends. */
const decoderOf = (input: SymbolsSpec, model: Layered & Surrounded): DecoderSpec => {
  const own: RecurSpec = {
    ...recurOf({ ...model, bidirectional: false, initialState: 'zeros' }),
    name: 'decoder',
  };
  const attention = attendOf(model.attention ?? 'none', own, model.inputFeeding ?? false);
  const [attends] = attention;
  const layers = attends?.feeds ? { ...own, fed: attends.size } : own;
  return {
    input,
    blocks: [
      ...bottomOf(input, model, ['target', 'targetDropout']),
      layers,
      ...attention,
      ...tieOf(model, layers),
      ...dropOf('outputDropout', model.outputDropout, model),
    ],
  };
};

/** It puts out as many values as the layers below do, and scores by as many. */
const attendOf = (score: ModelConfig['attention'], layers: RecurSpec, feeds: boolean): readonly AttendSpec[] => {
  if (score === 'none') return [];
  const size = widthOf(layers);
  const units = score === 'additive' && { units: size };
  return [{ block: 'attend', name: 'attention', score, size, ...units, ...(feeds && { feeds }) }];
};

/** What an output layer that has the embedding's weight reads is as long as a vector. */
const tieOf = (model: Layered & Surrounded, layers: RecurSpec): StepSpec[] => {
  const { embeddingSize } = model;
  return isTied(model) && widthOf(layers) !== embeddingSize
    ? [{ block: 'project', name: 'project', size: embeddingSize, activation: 'none' }]
    : [];
};

/** Without vectors there is no weight to share, which a config that asks for it is told. */
const isTied = ({ tiedOutput = false, embeddingSize }: Layered & Surrounded): boolean =>
  tiedOutput && embeddingSize > 0;

const widthOf = ({ layers, projSize, bidirectional }: RecurSpec): number =>
  (bidirectional ? 2 : 1) * (projSize > 0 ? projSize : (layers.at(-1) ?? 1));

/** A vector of what kind of series it is, where data say so. */
const marksOf = ({ series }: NetworkShape): MarkSpec[] =>
  series?.marks ? [{ block: 'mark', name: 'kind', ...series.marks }] : [];

/**
 * The network of a model's options for the data: an embedding where symbols are to have one, layers, what makes one
 * vector of a sequence that is predicted for as a whole, or a decoder where a sequence comes of it, and a head; dropout
 * before and after the layers.
 */
export const networkOf = (
  shape: NetworkShape,
  model: Layered & Surrounded,
  loss: TrainingConfig['loss'],
): NetworkSpec => {
  const { input, target } = shape;
  const layers = recurOf(model);
  const bottom = [...marksOf(shape), ...bottomOf(input, model, ['embedding', 'inputDropout'])];
  const below: EncoderSpec[] = [...bottom, layers];
  const above = [
    ...penaltyOf('changePenalty', 'change', model.changePenalty),
    ...tieOf(model, layers),
    ...dropOf('outputDropout', model.outputDropout, model),
    ...penaltyOf('activationPenalty', 'size', model.activationPenalty),
  ];
  const middle = shape.everyStep ? above : [poolOf(model.pool, layers), ...above];
  const ofSeries = !isDistribution(loss) && networkOfSeries(shape, model, { layers, bottom, middle });
  if (ofSeries) return ofSeries;
  return {
    input,
    encoder: target ? below : [...below, ...middle],
    ...(target && { decoder: decoderOf(target, model) }),
    head: {
      block: 'head',
      name: 'head',
      outputs: shape.outputSize,
      groups: groupsOf(loss),
      activation: model.outputActivation,
      ...(isTied(model) && (target ?? input).kind === 'symbols' && { sharesEmbedding: true }),
    },
  };
};
