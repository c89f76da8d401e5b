import type { TrainingConfig } from '../../engine/config.ts';
import type { TaskDescription } from '../../engine/protocol.ts';
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
  /** What it is where nobody says anything. */
  readonly usual?: number | undefined;
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

/** A text to type; `isList`: several, with commas between. */
export interface TextSpec extends FieldBase {
  readonly kind: 'text';
  readonly isList: boolean;
}

export type FieldSpec = NumberSpec | ChoiceSpec | FlagSpec | TextSpec;

/** A whole number to type. */
export const whole = (path: string, label: string, low = 1, high = 1_000_000): NumberSpec => ({
  kind: 'number',
  path,
  label,
  isWhole: true,
  low,
  high,
});

/** A number to type. */
export const real = (path: string, label: string, low: number, high: number): NumberSpec => ({
  kind: 'number',
  path,
  label,
  isWhole: false,
  low,
  high,
});

/** One of a few values, each with what a person reads. */
export const choice = (path: string, label: string, choices: readonly (readonly [string, string])[]): ChoiceSpec => ({
  kind: 'choice',
  path,
  label,
  choices: choices.map(([value, label]) => ({ value, label })),
});

/** What stands in a config in place of a choice, values by name: `ham: 1, spam: 6.5`. It can be kept, or given up for another. */
export const ownChoice = (value: unknown): Choice | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  const label = Object.entries(value)
    .map(([name, own]) => `${name}: ${String(own)}`)
    .join(', ');
  return { value: label, label };
};

/** A box to tick. */
export const flag = (path: string, label: string): FlagSpec => ({ kind: 'flag', path, label });

export const cellChoices = ({ cells }: Pick<TaskDescription, 'cells'>): readonly Choice[] =>
  cells.map(({ name, label }) => ({ value: name, label }));

export const sizeFields = (): readonly NumberSpec[] => [
  whole('model.hiddenSize', t('Hidden'), 1, 8192),
  whole('model.numLayers', t('Layers'), 1, 64),
];

/** What the recurrent layers have besides their cell and size. */
export const layerFields = ({ everyStep }: Pick<TaskDescription, 'everyStep'>): readonly FieldSpec[] => [
  flag('model.bidirectional', t('Read each sequence backwards too')),
  flag('model.layerNorm', t('Layer normalisation')),
  flag('model.residual', t('Residual connections')),
  flag('model.bias', t('Biases')),
  whole('model.projSize', t('Projection of the state (LSTM, 0: none)'), 0, 8192),
  choice('model.gruReset', t('Reset gate (GRU)'), [
    ['after', t('after the product (PyTorch)')],
    ['before', t('before the product (TensorFlow 1)')],
  ]),
  choice('model.candidate', t('Candidate (minGRU, minLSTM)'), [
    ['linear', t('as it is')],
    ['positive', t('made positive')],
  ]),
  choice('model.initialState', t('First state'), [
    ['zeros', t('zeros')],
    ['learned', t('learned')],
  ]),
  ...(everyStep
    ? []
    : [
        choice('model.pool', t('The output layer reads'), [
          ['last', t('the last step')],
          ['mean', t('the mean of all steps')],
          ['max', t('the largest values of all steps')],
          ['attention', t('a learned mean of all steps')],
        ]),
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
  real('model.forgetBias', t('Forget-gate bias (LSTM)'), -1000, 1000),
];

export const trainingFields = ({ losses }: TaskDescription): readonly FieldSpec[] => [
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
  choice(
    'training.loss',
    t('Loss'),
    losses.map((loss) => [loss, lossLabel(loss)]),
  ),
  choice('training.precision', t('Products'), [
    ['float32', 'float32'],
    ['bfloat16', 'bfloat16'],
    ['auto', t('The faster')],
  ]),
];

const lossLabel = (loss: TrainingConfig['loss']): string =>
  ({
    crossEntropy: t('Cross-entropy'),
    mse: t('Mean squared error'),
    huber: t('Huber'),
    gaussian: t('Gaussian likelihood'),
    quantile: t('Quantiles'),
    studentT: t('Student’s t likelihood'),
    negativeBinomial: t('Negative binomial likelihood (counts)'),
  })[loss];

export const regularisationFields = (): readonly FieldSpec[] => [
  real('model.dropout', t('Dropout between layers'), 0, 0.95),
  real('model.recurrentDropout', t('Dropout of the state'), 0, 0.95),
  real('model.inputDropout', t('Dropout of the inputs'), 0, 0.95),
  real('model.outputDropout', t('Dropout before the output layer'), 0, 0.95),
  flag('model.lockedDropout', t('Drop the same at every step')),
  real('model.weightDropout', t('Dropout of the weights of the state'), 0, 0.95),
  real('training.weightDecay', t('Weight decay'), 0, 1000),
  real('training.averageDecay', t('Decay of averaged weights (0: off)'), 0, 0.99999),
];
