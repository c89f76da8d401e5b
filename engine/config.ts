import * as z from 'zod';

/** What is learned. */
export const taskSchema = z.enum(['forecast', 'language-model', 'sequence-classification']);

const fraction = z.number().min(0).max(0.9);
const positiveInteger = z.number().int().positive();
/** Rows or symbols. Two of them together are still a 32-bit number, as positions are. */
const length = positiveInteger.max(1e9);

export const splitSchema = z.strictObject({ valid: fraction, test: fraction }).partial();

export const dataSchema = z
  .strictObject({
    file: z.string().describe('The data file, relative to this config.'),
    delimiter: z.enum([',', ';', '\t', '|']).describe('What separates the cells of a table.'),
    header: z.boolean().describe('Whether the first row holds column names.'),
    comment: z.string().length(1).describe('Lines that begin with this character are skipped.'),
    missingValues: z.array(z.string()).describe('Cells that mean "no value", besides the empty cell.'),
    lowercase: z.boolean().describe('Fold text to lower case before it becomes symbols.'),
    time: z.string().nullable().describe('The timestamp column, or null for none.'),
    targets: z.array(z.string()).min(1).describe('The columns to forecast.'),
    inputs: z.array(z.string()).min(1).describe('The columns the network reads; categories become one-hot.'),
    calendar: z.boolean().describe('Add the position within day, week and year, from the timestamp, as inputs.'),
    window: length.describe('Steps of the past that one example covers.'),
    horizon: length.describe('Steps predicted ahead.'),
    scaling: z.enum(['standard', 'minmax', 'none']).describe('Fitted on the training split only.'),
    anchor: z
      .enum(['none', 'last', 'seasonal'])
      .describe('What the network predicts the difference from: nothing, the last value, or the value one season ago.'),
    season: z.number().int().min(0).max(1e9).describe('Steps in one season, 0 for none.'),
    seqLength: length.describe(
      'Symbols of text that back-propagation goes back over, k2 of truncated back-propagation.',
    ),
    stepLength: length.describe('New symbols that each update reads, k1; at most seqLength, which is k2.'),
    carryState: z
      .boolean()
      .describe('Start each window of text from the state the text before it left, not from zeros.'),
    label: z.string().describe('The column that holds the class.'),
    stepSize: length.describe('Values of a row that make one time step of its sequence.'),
    split: splitSchema.describe('Shares held out for validation and test; the rest trains.'),
  })
  .partial();

export const modelSchema = z
  .strictObject({
    cell: z.enum(['rnn', 'lstm', 'gru']).describe('The recurrent cell; rnn is the Elman network.'),
    activation: z.enum(['tanh', 'relu', 'sigmoid']).describe('Hidden activation of the rnn cell.'),
    inputSize: length.describe('Values the network reads per step. Checked against the data when given.'),
    hiddenSize: positiveInteger.max(8192),
    numLayers: positiveInteger.max(64),
    layerSizes: z
      .array(positiveInteger.max(8192))
      .min(1)
      .max(64)
      .describe('Units of each layer from the bottom up, where they differ; in place of hiddenSize and numLayers.'),
    bias: z.boolean().describe('Whether the recurrent layers have biases.'),
    bidirectional: z.boolean().describe('Read each sequence backwards too; both directions make the output.'),
    projSize: z
      .number()
      .int()
      .min(0)
      .max(8192)
      .describe('Length that the lstm cell projects its hidden state to, less than hiddenSize; 0 for none.'),
    gruReset: z
      .enum(['after', 'before'])
      .describe('Where the gru cell resets: after the product as PyTorch does, or before it as TensorFlow 1 did.'),
    layerNorm: z.boolean().describe('Normalise what the input and the state add to the gates (Ba et al. 2016).'),
    residual: z.boolean().describe('Add the input of each layer above the first to its output.'),
    initialState: z.enum(['zeros', 'learned']).describe('The state before the first step.'),
    dropout: z.number().min(0).max(0.95).describe('Share of units dropped between layers while training.'),
    recurrentDropout: z
      .number()
      .min(0)
      .max(0.95)
      .describe('Share of the state that is dropped on its way to the next step, the same units at every step.'),
    embeddingSize: z.number().int().min(0).max(4096).describe('Length of a symbol vector; 0 reads symbols one-hot.'),
    initializer: z
      .enum(['pytorch', 'keras', 'tf1', 'irnn', 'orthogonal'])
      .describe('Whose first values the weights get; irnn is an identity in relu units of the rnn cell.'),
    forgetBias: z.number().describe('First bias of the forget gate of the lstm cell, both of its biases together.'),
    outputActivation: z
      .enum(['none', 'sigmoid', 'tanh', 'relu', 'softmax'])
      .describe('Applied to the output layer. Cross-entropy always works on softmax.'),
  })
  .partial();

export const scheduleSchema = z
  .strictObject({
    kind: z
      .enum(['constant', 'linear', 'cosine', 'step', 'exponential', 'oneCycle', 'plateau'])
      .describe('How the learning rate changes: linear and cosine fall to the end, oneCycle rises before it.'),
    warmupSteps: z.number().int().min(0).describe('Training steps over which the learning rate rises first.'),
    stepEpochs: positiveInteger.describe('Epochs between two cuts of the step schedule.'),
    factor: z
      .number()
      .positive()
      .max(1)
      .describe('What a cut multiplies the learning rate with; exponential cuts after every epoch.'),
    patience: z.number().int().min(0).describe('Epochs without improvement before plateau cuts.'),
    minLearningRate: z.number().min(0),
  })
  .partial();

export const trainingSchema = z
  .strictObject({
    loss: z.enum(['crossEntropy', 'mse', 'huber', 'gaussian']),
    huberDelta: z.number().positive(),
    optimizer: z
      .enum(['gd', 'sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'])
      .describe('gd takes one step an epoch, on the whole training split.'),
    learningRate: z.number().positive(),
    momentum: z
      .number()
      .min(0)
      .max(0.9999)
      .describe('Share of the last step that momentum and nesterov keep; the other optimizers do not read it.'),
    beta1: z
      .number()
      .min(0)
      .max(0.9999)
      .describe("How slowly the mean gradient of adam and adamw changes, the first of PyTorch's betas."),
    beta2: z
      .number()
      .min(0)
      .max(0.99999)
      .describe(
        "How slowly the mean squared gradient of adam, adamw and rmsprop changes: the second of PyTorch's betas, the alpha of its RMSprop.",
      ),
    epsilon: z.number().positive().describe('Added to what adam, adamw and rmsprop divide by, the eps of PyTorch.'),
    weightDecay: z
      .number()
      .min(0)
      .describe(
        'Share of each weight added to its gradient, weight_decay of PyTorch; adamw takes it, times the rate, off the weight.',
      ),
    gradClip: z.number().min(0).describe('Largest global norm of the gradient, 0 for none.'),
    clipValue: z.number().min(0).describe('Largest size of each value of the gradient, after gradClip; 0 for none.'),
    batchSize: positiveInteger.max(65536),
    accumulationSteps: positiveInteger.describe('Batches whose gradients together make one update.'),
    averageDecay: z
      .number()
      .min(0)
      .max(0.99999)
      .describe('Keeps a moving average of the weights, which is what is validated and saved as best; 0 for none.'),
    epochs: positiveInteger,
    patience: z.number().int().min(0).describe('Epochs without improvement before training stops, 0 for never.'),
    schedule: scheduleSchema,
    seed: z.number().int().min(0).max(0xffffffff),
    threads: positiveInteger.max(64),
    kernels: z
      .enum(['auto', 'wasm'])
      .describe('auto computes natively where it can; wasm is the same on every machine.'),
  })
  .partial();

/** A run config as a person writes it: every field optional, no unknown keys. The engine fills the rest in. */
export const configSchema = z
  .strictObject({
    $schema: z.string(),
    task: taskSchema,
    data: dataSchema,
    model: modelSchema,
    training: trainingSchema,
  })
  .partial();

export type Task = z.infer<typeof taskSchema>;
export type Config = z.infer<typeof configSchema>;
export type Cell = NonNullable<NonNullable<Config['model']>['cell']>;

/** A type with every field of `T` present, one level of objects deep. */
type Complete<T> = { readonly [K in keyof T]-?: NonNullable<T[K]> };

export type ScheduleConfig = Complete<z.infer<typeof scheduleSchema>>;
export type ModelConfig = Complete<Omit<z.infer<typeof modelSchema>, 'forgetBias' | 'layerSizes'>> & {
  /** Left to the initialiser when not given. */
  readonly forgetBias?: number;
  /** Units of each layer, where they differ. */
  readonly layerSizes?: readonly number[];
};

/** What a network is when nothing else is said, as PyTorch's modules have it. Models of before these options have it too. */
export const plainModel = {
  bias: true,
  bidirectional: false,
  projSize: 0,
  gruReset: 'after',
  layerNorm: false,
  residual: false,
  initialState: 'zeros',
  recurrentDropout: 0,
} as const satisfies Partial<ModelConfig>;

export type TrainingConfig = Complete<Omit<z.infer<typeof trainingSchema>, 'schedule'>> & {
  readonly schedule: ScheduleConfig;
};
type DataFields = z.infer<typeof dataSchema>;

/** How a table is cut into cells. */
export interface TableFormat {
  readonly delimiter: ',' | ';' | '\t' | '|';
  readonly header: boolean;
  readonly comment: string;
  readonly missingValues: readonly string[];
}

export interface Split {
  readonly valid: number;
  readonly test: number;
}

export type ForecastData = Complete<
  Pick<DataFields, 'file' | 'targets' | 'inputs' | 'calendar' | 'window' | 'horizon' | 'scaling' | 'anchor' | 'season'>
> &
  TableFormat & { readonly time: string | null; readonly split: Split };
export type TextData = Complete<Pick<DataFields, 'file' | 'lowercase' | 'seqLength' | 'stepLength' | 'carryState'>> & {
  readonly split: Split;
};
export type ClassificationData = Complete<Pick<DataFields, 'file' | 'label' | 'inputs' | 'stepSize' | 'scaling'>> &
  TableFormat & { readonly split: Split };

interface Networked {
  readonly model: ModelConfig;
  readonly training: TrainingConfig;
}

/** A complete config: what a run trains with and what `run.json` records. */
export type RunConfig =
  | (Networked & { readonly task: 'forecast'; readonly data: ForecastData })
  | (Networked & { readonly task: 'language-model'; readonly data: TextData })
  | (Networked & { readonly task: 'sequence-classification'; readonly data: ClassificationData });
