import type { Task } from '../../engine/config.ts';
import type { Choice } from '../toolkit.tsx';
import { t } from '../strings.ts';

interface FieldBase {
  /** Of the config, as problems name it: `training.learningRate`. */
  readonly path: string;
  readonly label: string;
}

/** A number to type. Bounds are those of the config; what depends on the data, the engine checks. */
export interface NumberSpec extends FieldBase {
  readonly kind: 'number';
  readonly isWhole: boolean;
  readonly low: number;
  readonly high: number;
  /** A button beside the field that finds a value for it. */
  readonly finder?: { readonly message: 'findLearningRate'; readonly label: string };
}

export interface ChoiceSpec extends FieldBase {
  readonly kind: 'choice';
  readonly choices: readonly Choice[];
}

/** Yes or no. */
export interface FlagSpec extends FieldBase {
  readonly kind: 'flag';
}

export type FieldSpec = NumberSpec | ChoiceSpec | FlagSpec;

const whole = (path: string, label: string, low = 1, high = 1_000_000): NumberSpec => ({
  kind: 'number',
  path,
  label,
  isWhole: true,
  low,
  high,
});

const real = (path: string, label: string, low: number, high: number): NumberSpec => ({
  kind: 'number',
  path,
  label,
  isWhole: false,
  low,
  high,
});

const choice = (path: string, label: string, choices: readonly (readonly [string, string])[]): ChoiceSpec => ({
  kind: 'choice',
  path,
  label,
  choices: choices.map(([value, label]) => ({ value, label })),
});

const flag = (path: string, label: string): FlagSpec => ({ kind: 'flag', path, label });

/** Tasks by name. */
export const taskChoices = (): readonly Choice[] => [
  { value: 'forecast', label: t('Forecast') },
  { value: 'language-model', label: t('Text generation') },
  { value: 'sequence-classification', label: t('Classification') },
];

/** Sizes of what one example covers. */
export const exampleFields = (task: Task): readonly FieldSpec[] => {
  switch (task) {
    case 'forecast':
      return [whole('data.window', t('Window')), whole('data.horizon', t('Horizon'))];
    case 'language-model':
      return [
        whole('data.seqLength', t('Sequence length')),
        whole('data.stepLength', t('Symbols between updates')),
        flag('data.carryState', t('Carry the state from window to window')),
      ];
    case 'sequence-classification':
      return [whole('data.stepSize', t('Values per step'))];
    default:
      return task satisfies never;
  }
};

/** Fields that may be set for another task and are not to be kept for this one. */
export const pathsLeftFor = (task: string): readonly string[] =>
  task === 'language-model' ? [...pathsOfTask, ...pathsOfTables] : pathsOfTask;

/** Fields that mean something to some tasks only. */
const pathsOfTask = [
  'data.time',
  'data.targets',
  'data.inputs',
  'data.calendar',
  'data.window',
  'data.horizon',
  'data.scaling',
  'data.anchor',
  'data.season',
  'data.lowercase',
  'data.seqLength',
  'data.stepLength',
  'data.carryState',
  'data.label',
  'data.stepSize',
  'model.embeddingSize',
  'training.loss',
  'training.huberDelta',
] as const;

/** How a file is cut into cells, of whatever the task. */
const pathsOfTables = ['data.delimiter', 'data.header', 'data.comment', 'data.missingValues'] as const;

export const cellChoices = (): readonly Choice[] => [
  { value: 'lstm', label: 'LSTM' },
  { value: 'gru', label: 'GRU' },
  { value: 'rnn', label: 'RNN' },
];

export const sizeFields = (): readonly NumberSpec[] => [
  whole('model.hiddenSize', t('Hidden'), 1, 8192),
  whole('model.numLayers', t('Layers'), 1, 64),
];

/** What the recurrent layers have besides their cell and size. */
export const layerFields = (): readonly FieldSpec[] => [
  flag('model.bidirectional', t('Read each sequence backwards too')),
  flag('model.layerNorm', t('Layer normalisation')),
  flag('model.residual', t('Residual connections')),
  flag('model.bias', t('Biases')),
  whole('model.projSize', t('Projection of the state (LSTM, 0: none)'), 0, 8192),
  choice('model.gruReset', t('Reset gate (GRU)'), [
    ['after', t('after the product (PyTorch)')],
    ['before', t('before the product (TensorFlow 1)')],
  ]),
  choice('model.initialState', t('First state'), [
    ['zeros', t('zeros')],
    ['learned', t('learned')],
  ]),
];

export const initialisationFields = (): readonly FieldSpec[] => [
  choice('model.initializer', t('First weights as in'), [
    ['pytorch', 'PyTorch'],
    ['keras', 'Keras'],
    ['tf1', 'TensorFlow 1'],
    ['orthogonal', t('Orthogonal')],
    ['irnn', t('IRNN (identity, ReLU)')],
  ]),
  real('model.forgetBias', t('Forget-gate bias (LSTM)'), -Infinity, Infinity),
];

export const trainingFields = (task: Task): readonly FieldSpec[] => [
  whole('training.epochs', t('Epochs')),
  choice('training.optimizer', t('Optimiser'), [
    ['adam', 'Adam'],
    ['adamw', 'AdamW'],
    ['rmsprop', 'RMSProp'],
    ['sgd', 'SGD'],
    ['momentum', t('SGD with momentum')],
    ['nesterov', t('Nesterov momentum')],
    ['gd', t('Gradient descent, whole data')],
  ]),
  {
    ...real('training.learningRate', t('Learning rate'), Number.MIN_VALUE, Infinity),
    finder: { message: 'findLearningRate', label: t('Find a learning rate…') },
  },
  whole('training.batchSize', t('Batch size'), 1, 65536),
  whole('training.patience', t('Patience (0: never stop early)'), 0),
  whole('training.accumulationSteps', t('Batches per update')),
  real('training.gradClip', t('Gradient clip, norm (0: none)'), 0, Infinity),
  real('training.clipValue', t('Gradient clip, each value (0: none)'), 0, Infinity),
  choice('training.schedule.kind', t('Learning-rate schedule'), [
    ['constant', t('constant')],
    ['linear', t('linear')],
    ['cosine', t('cosine')],
    ['step', t('step')],
    ['exponential', t('exponential')],
    ['oneCycle', t('one cycle')],
    ['plateau', t('on plateau')],
  ]),
  whole('training.schedule.warmupSteps', t('Warm-up steps'), 0),
  choice('training.loss', t('Loss'), [
    ...(task === 'forecast' ? [] : ([['crossEntropy', t('Cross-entropy')]] as const)),
    ['mse', t('Mean squared error')],
    ...(task === 'forecast'
      ? ([
          ['huber', t('Huber')],
          ['gaussian', t('Gaussian likelihood')],
        ] as const)
      : []),
  ]),
];

export const regularisationFields = (): readonly NumberSpec[] => [
  real('model.dropout', t('Dropout between layers'), 0, 0.95),
  real('model.recurrentDropout', t('Dropout of the state'), 0, 0.95),
  real('training.weightDecay', t('Weight decay'), 0, Infinity),
  real('training.averageDecay', t('Decay of averaged weights (0: off)'), 0, 0.99999),
];
