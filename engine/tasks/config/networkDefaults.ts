import type { NetworkShape } from '../../network/networkShape.ts';
import { plainModel, type Config, type ModelConfig, type ScheduleConfig, type TrainingConfig } from '../../config.ts';
import { countMultiplied } from '../countParameters.ts';
import { type Completion, type Usual, clamp } from './completion.ts';
import { completeSeriesOptions, layerSteps } from './segmentDefaults.ts';

/** Useful operations a second that one thread does in training, about: the WebAssembly kernels on a laptop. */
export const operationsPerThread = 4e10;
/** What every update costs besides arithmetic, in seconds. */
export const updateOverhead = 2e-4;

/** What there is to learn from. */
export type Workload = Pick<Completion<unknown>, 'shape' | 'steps' | 'examples' | 'overlap' | 'usual'>;

/** What a task begins with where a config does not say, and how long it is worth training. */
export interface NetworkDefaults {
  readonly sizes: (
    work: Workload,
  ) => Pick<ModelConfig, 'hiddenSize' | 'numLayers' | 'embeddingSize'> &
    Partial<
      Pick<
        ModelConfig,
        | 'bidirectional'
        | 'characterSize'
        | 'pool'
        | 'attention'
        | 'inputFeeding'
        | 'dropout'
        | 'inputDropout'
        | 'outputDropout'
      >
    >;
  readonly loss: TrainingConfig['loss'];
  readonly gradClip: number;
  readonly batchSize: (work: Workload) => number;
  /** Of the optimiser's usual rate; 1 when not given. */
  readonly rateFactor?: (work: Workload) => number;
  /** Seconds that a training may take at the most. */
  readonly longest: number;
  /** Updates after which little more is gained. */
  readonly enoughUpdates: number;
  /** Bounds of the epochs; early stopping ends most runs before. */
  readonly fewest: number;
  readonly most: number;
}

/** Sizes of the network that learn something useful of this much data within a minute. */
export const completeModel = (model: Config['model'] = {}, defaults: NetworkDefaults, work: Workload): ModelConfig => {
  const sizes = defaults.sizes(work);
  const isIdentity = model.initializer === 'irnn';
  return {
    cell: isIdentity ? 'rnn' : 'lstm',
    activation: isIdentity ? 'relu' : 'tanh',
    initializer: 'pytorch',
    dropout: 0,
    outputActivation: 'none',
    ...plainModel,
    ...sizes,
    ...defined(work.usual?.model ?? {}),
    ...defined(model),
    ...completeSeriesOptions({ ...work.usual?.model, ...defined(model) }, work.shape.series),
    ...sizesOf(model),
    // What the data has; a wish that differs is a problem of its own.
    inputSize: inputSizeOf(work.shape),
  };
};

/** hiddenSize and numLayers as the sizes of the layers have them. */
const sizesOf = ({
  layerSizes,
}: NonNullable<Config['model']>): Partial<Pick<ModelConfig, 'hiddenSize' | 'numLayers'>> =>
  layerSizes?.[0] === undefined ? {} : { hiddenSize: layerSizes[0], numLayers: layerSizes.length };

export const inputSizeOf = ({ input }: NetworkShape): number =>
  input.kind === 'numbers' ? input.size : input.vocabulary;

/** Loss, optimiser and lengths; `epochs` follows from what an epoch costs. */
export const completeTraining = (
  wantedTraining: Config['training'] = {},
  defaults: NetworkDefaults,
  model: ModelConfig,
  work: Workload,
): TrainingConfig => {
  const wanted = { ...work.usual?.training, ...defined(wantedTraining) };
  const optimizer = wanted.optimizer ?? 'adam';
  const batchSize = wanted.batchSize ?? defaults.batchSize(work);
  const updates = countUpdates(work, { optimizer, batchSize, accumulationSteps: wanted.accumulationSteps ?? 1 });
  const kind = wanted.schedule?.kind ?? 'cosine';
  const base = {
    loss: defaults.loss,
    huberDelta: 1,
    classWeights: 'none',
    labelSmoothing: 0,
    teacherForcing: 1,
    // It stays where only one of the two is said.
    teacherForcingEnd: wanted.teacherForcing ?? 1,
    optimizer,
    learningRate: defaultRates[optimizer] * (defaults.rateFactor?.(work) ?? 1),
    momentum: 0.9,
    beta1: 0.9,
    // PyTorch's alpha of RMSprop is 0.99.
    beta2: optimizer === 'rmsprop' ? 0.99 : 0.999,
    epsilon: 1e-8,
    weightDecay: optimizer === 'adamw' ? 0.01 : 0,
    // Who clips by value means that and not both.
    gradClip: wanted.clipValue ? 0 : defaults.gradClip,
    clipValue: 0,
    batchSize,
    accumulationSteps: 1,
    averageDecay: 0,
    epochs: 1,
    patience: 0,
    seed: 1,
    threads: 1,
    kernels: 'auto',
    precision: 'float32',
    ...wanted,
    schedule: {
      kind,
      warmupSteps: 0,
      stepEpochs: 10,
      factor: kind === 'exponential' ? 0.95 : 0.5,
      patience: 5,
      minLearningRate: 0,
      ...defined(wanted.schedule ?? {}),
    },
  } satisfies TrainingConfig;
  const perStep = 6 * countMultiplied(work.shape, { model, training: base });
  const operations = perStep * work.examples * (work.overlap ?? 1) * layerSteps(model, work);
  const epochSeconds = operations / (operationsPerThread * base.threads) + updates * updateOverhead;
  const { longest, enoughUpdates, fewest, most } = { ...defaults, ...limitsOf(work.usual) };
  const epochs =
    wanted.epochs ??
    Math.max(fewest, Math.min(clamp(enoughUpdates / updates, fewest, most), Math.floor(longest / epochSeconds)));
  const warmupSteps = wanted.schedule?.warmupSteps ?? defaultWarmup(kind, updates * epochs);
  return {
    ...base,
    epochs,
    patience: wanted.patience ?? Math.max(5, Math.ceil(epochs / 6)),
    schedule: { ...base.schedule, warmupSteps },
  };
};

const limitsOf = ({ enoughUpdates, longest }: Usual = {}): Partial<NetworkDefaults> => ({
  ...(enoughUpdates !== undefined && { enoughUpdates }),
  ...(longest !== undefined && { longest }),
});

/** Updates in one epoch, about. */
export const countUpdates = (
  { examples, overlap = 1 }: Pick<Workload, 'examples' | 'overlap'>,
  { optimizer, batchSize, accumulationSteps }: Pick<TrainingConfig, 'optimizer' | 'batchSize' | 'accumulationSteps'>,
): number => (optimizer === 'gd' ? 1 : Math.max(1, Math.ceil((examples * overlap) / (batchSize * accumulationSteps))));

const defaultWarmup = (kind: ScheduleConfig['kind'], updates: number): number => {
  if (kind === 'oneCycle') return Math.round(0.3 * updates);
  return kind === 'cosine' || kind === 'linear' ? clamp(updates / 50, 0, 200) : 0;
};

const defaultRates: Readonly<Record<TrainingConfig['optimizer'], number>> = {
  gd: 0.1,
  sgd: 0.1,
  momentum: 0.05,
  nesterov: 0.05,
  rmsprop: 0.002,
  adam: 0.003,
  adamw: 0.003,
};

/** Of independent examples: some 40 updates an epoch, in powers of two. */
export const usualBatchSize = ({ examples }: Workload): number =>
  clamp(2 ** Math.round(Math.log2(examples / 40)), 8, 128);

/** Without the fields that are there but undefined: they must not hide a default. */
const defined = <T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
