import type { ModelConfig, RunConfig, TrainingConfig } from '../../../engine/config.ts';
import type { TextCodec } from '../../../engine/encoding/codec.ts';
import type { ClassCodec } from '../../../engine/tasks/classification/classCodec.ts';
import type { ClassificationData } from '../../../engine/tasks/classification/classFields.ts';
import type { ForecastCodec } from '../../../engine/tasks/forecast/forecastCodec.ts';
import type { ForecastData } from '../../../engine/tasks/forecast/forecastFields.ts';
import type { TextData } from '../../../engine/tasks/languageModel/textFields.ts';
import { modelOf } from './network/sessionOptions.ts';

// Complete configs and what is fitted on their data, as runs and models have them, from what differs.

const wholeTraining = (changes: Partial<TrainingConfig> = {}): TrainingConfig => ({
  loss: 'mse',
  huberDelta: 1,
  classWeights: 'none',
  labelSmoothing: 0,
  teacherForcing: 1,
  teacherForcingEnd: 1,
  optimizer: 'adam',
  learningRate: 0.003,
  momentum: 0.9,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
  gradClip: 1,
  clipValue: 0,
  batchSize: 4,
  accumulationSteps: 1,
  averageDecay: 0,
  epochs: 2,
  patience: 5,
  schedule: { kind: 'cosine', warmupSteps: 0, stepEpochs: 10, factor: 0.5, patience: 5, minLearningRate: 0 },
  seed: 1,
  threads: 1,
  kernels: 'auto',
  precision: 'float32',
  ...changes,
});

const table = {
  file: '/data/weather.csv',
  delimiter: ',',
  header: true,
  comment: '#',
  missingValues: ['NA'],
  scaling: 'standard',
  split: { valid: 0.1, test: 0.1 },
} as const;

export interface Changes<Data> {
  readonly data?: Partial<Data>;
  readonly model?: Partial<ModelConfig>;
  readonly training?: Partial<TrainingConfig>;
}

export const forecastConfig = ({ data, model, training }: Changes<ForecastData> = {}): RunConfig<ForecastData> => ({
  task: 'forecast',
  data: {
    ...table,
    time: null,
    timeFormat: null,
    timeZone: null,
    targets: ['value'],
    inputs: ['value'],
    calendar: false,
    window: 4,
    horizon: 2,
    anchor: 'none',
    season: 0,
    ...data,
  },
  model: modelOf(model ?? {}),
  training: wholeTraining(training),
});

/** As fitted for `forecastConfig`, whose inputs and targets are numbers. */
export const forecastCodec = ({ data }: Changes<ForecastData> = {}): ForecastCodec => {
  const { inputs = ['value'], targets = ['value'], anchor = 'none', season = 0, horizon = 2 } = data ?? {};
  const scale = { offset: 3, scale: 2 };
  return {
    kind: 'forecast',
    inputs: inputs.map((column) => ({ kind: 'number', column, ...scale })),
    targets: targets.map((column) => ({ column, decimals: 1, ...scale })),
    anchor,
    season,
    horizon,
    naiveErrors: targets.map(() => 1),
  };
};

export const textConfig = ({ data, model, training }: Changes<TextData> = {}): RunConfig<TextData> => ({
  task: 'languageModel',
  data: {
    file: '/data/names.txt',
    unit: 'characters',
    lowercase: false,
    minCount: 1,
    pieces: 0,
    seqLength: 6,
    stepLength: 6,
    carryState: true,
    split: table.split,
    ...data,
  },
  model: modelOf(model ?? {}),
  training: wholeTraining({ loss: 'crossEntropy', ...training }),
});

export const textCodec: TextCodec = { kind: 'text', symbols: '\nabc', lowercase: false };

export const classConfig = ({
  data,
  model,
  training,
}: Changes<ClassificationData> = {}): RunConfig<ClassificationData> => ({
  task: 'classification',
  data: { ...table, label: 'kind', group: null, time: null, inputs: ['a', 'b', 'c', 'd'], stepSize: 2, ...data },
  model: modelOf(model ?? {}),
  training: wholeTraining({ loss: 'crossEntropy', ...training }),
});

export const classCodec: ClassCodec = {
  kind: 'classes',
  inputs: ['a', 'b', 'c', 'd'].map((column) => ({ column, offset: 0, scale: 1 })),
  labels: ['no', 'yes'],
};
