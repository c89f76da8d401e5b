import * as z from 'zod';
import { cellNames } from './network/cells/findCell.ts';
import { seriesModelFields } from './fields/seriesModelFields.ts';
import type { scheduleSchema, trainingSchema } from './fields/trainingSchema.ts';

const fraction = z.number().min(0).max(0.9);
const nullableName = z.string().nullable();
const positiveInteger = z.number().int().positive();
/** Rows or symbols. Two of them together are still a 32-bit number, as positions are. */
export const length = positiveInteger.max(1e9);

/** How examples are shared out to training, validation and test. */
const splitSchema = z
  .strictObject({
    valid: fraction,
    test: fraction,
    way: z
      .enum(['random', 'stratified', 'inOrder'])
      .describe(
        'How: at random by the seed, also so that each part has the share of each class that the whole has (stratified), or in order, the last for the test; as suits the task when not given.',
      ),
    time: nullableName.describe('The column of times or numbers that inOrder goes by; null for the order of the file.'),
    group: nullableName.describe('Examples with the same in this column, as of one person, are never in two parts.'),
    together: z.boolean().describe('Examples that are alike to the last value are never in two parts.'),
    column: nullableName.describe('The column that says the part: train, valid (val, validation, dev) or test.'),
    validFile: z.string().describe('The validation part: a file of the same columns, relative to the data file.'),
    testFile: z.string().describe('The test part: a file of the same columns, relative to the data file.'),
  })
  .partial();
const runSplitSchema = splitSchema.required({ valid: true, test: true });

/** Fields of `data` that every task reads. */
export const commonFields = {
  file: z.string().describe('The data file, relative to this config.'),
  split: splitSchema.describe('Shares held out for validation and test, and how they are chosen; the rest trains.'),
};

/** The same fields as every run has them. */
export const runDataFields = { file: commonFields.file, split: runSplitSchema };

/** How the characters of a file may be written, as `TextDecoder` calls it. */
const encodings = [
  ...(['utf-8', 'utf-16le', 'utf-16be', 'koi8-r', 'macintosh', 'iso-8859-2', 'iso-8859-15'] as const),
  ...(['windows-1250', 'windows-1251', 'windows-1252', 'windows-1253', 'windows-1254', 'windows-1257'] as const),
  ...(['shift_jis', 'euc-jp', 'gb18030', 'big5', 'euc-kr'] as const),
] as const;
export type Encoding = (typeof encodings)[number];

const linesLeft = z.number().int().min(0).max(10_000).optional();
/** What is found out where it is not said. */
const foundFields = {
  decimalMark: z.enum(['.', ',']).optional().describe('The decimal mark; found out column by column when not given.'),
  encoding: z.enum(encodings).optional().describe('How its characters are written; found out when not given.'),
  quote: z.enum(['"', 'none']).optional().describe('Whether cells may stand in quotes; found out when not given.'),
  skipLines: linesLeft.describe('Lines above the header that are none; when not given, a line sep=; alone.'),
  footerRows: linesLeft.describe('Rows at the end that are none, as totals and notes; found out when not given.'),
  fillShortRows: z.boolean().optional().describe('Whether rows that end early have empty cells there; else refused.'),
};

/** Fields of `data` that say how a table is cut into cells. */
export const tableFields = {
  delimiter: z.enum([',', ';', '\t', '|']).describe('What separates the cells of a table.'),
  header: z.boolean().describe('Whether the first row holds column names.'),
  comment: z.string().length(1).describe('Lines that begin with this character are skipped.'),
  commentCells: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe('Lines that begin with that character and have this many cells are rows all the same.'),
  missingValues: z.array(z.string()).describe('Cells that mean "no value", besides the empty cell.'),
  ...foundFields,
};

export const modelSchema = z
  .strictObject({
    cell: z
      .enum(cellNames)
      .describe(
        'The recurrent cell: rnn is the Elman network; minGru and minLstm have gates of the input alone and are faster.',
      ),
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
    candidate: z
      .enum(['linear', 'positive'])
      .describe(
        'What the gates of minGru and minLstm let in: the product as it is, or made positive, which keeps the state positive (Feng et al. 2024).',
      ),
    layerNorm: z.boolean().describe('Normalise what the input and the state add to the gates (Ba et al. 2016).'),
    residual: z.boolean().describe('Add the input of each layer above the first to its output.'),
    initialState: z.enum(['zeros', 'learned']).describe('The state before the first step.'),
    pool: z
      .enum(['last', 'mean', 'max', 'attention'])
      .describe(
        'What of a sequence the output layer reads where it predicts once: the last step, the mean or the largest values of all steps, or their mean by learned shares (attention).',
      ),
    attention: z
      .enum(['none', 'additive', 'multiplicative'])
      .describe(
        'How a decoder looks at all steps of the source, besides beginning with its last states: not at all, by the scores of Bahdanau et al. (additive), or by those of Luong et al. (multiplicative).',
      ),
    inputFeeding: z
      .boolean()
      .describe(
        'A decoder with attention reads at each step, beside the last symbol, what its attention put out at the step before (Luong et al. 2015).',
      ),
    dropout: z.number().min(0).max(0.95).describe('Share of units dropped between layers while training.'),
    inputDropout: z
      .number()
      .min(0)
      .max(0.95)
      .describe(
        'Share of the values that the bottom layer reads, of symbol vectors or numbers, dropped while training.',
      ),
    outputDropout: z
      .number()
      .min(0)
      .max(0.95)
      .describe('Share of the values that the output layer reads, dropped while training.'),
    recurrentDropout: z
      .number()
      .min(0)
      .max(0.95)
      .describe(
        'Share of the state that is dropped on its way to the next step, the same units at every step (Gal and Ghahramani 2016).',
      ),
    lockedDropout: z
      .boolean()
      .describe(
        'Whether dropout, inputDropout and outputDropout drop the same values at every step of a sequence (variational: Gal and Ghahramani 2016).',
      ),
    wordDropout: z
      .number()
      .min(0)
      .max(0.95)
      .describe(
        'Share of the symbols whose vectors are dropped whole while training, wherever they stand in a batch (Gal and Ghahramani 2016).',
      ),
    weightDropout: z
      .number()
      .min(0)
      .max(0.95)
      .describe(
        'Share of the weights of the state that are dropped while training, the same at every step (DropConnect: Merity et al. 2018).',
      ),
    embeddingSize: z.number().int().min(0).max(4096).describe('Length of a symbol vector; 0 reads symbols one-hot.'),
    activationPenalty: z
      .number()
      .min(0)
      .max(1000)
      .describe(
        'What the mean square of what the output layer reads adds to the loss that is minimised (AR: Merity et al. 2017).',
      ),
    changePenalty: z
      .number()
      .min(0)
      .max(1000)
      .describe(
        "What the mean square of the changes of the top layer's outputs from step to step adds to it (TAR: Merity et al. 2017).",
      ),
    tiedOutput: z
      .boolean()
      .describe(
        'The output layer has the weight of the symbol vectors (Press and Wolf 2017); where layers end in another width, a linear layer brings it to theirs.',
      ),
    characterSize: z
      .number()
      .int()
      .min(0)
      .max(1024)
      .describe(
        'Units in each direction of a layer that reads the characters of each word, beside its vector; 0 for none.',
      ),
    ...seriesModelFields,
    initializer: z
      .enum(['pytorch', 'keras', 'tf1', 'irnn', 'orthogonal'])
      .describe('Whose first values the weights get; irnn is an identity in relu units of the rnn cell.'),
    forgetBias: z
      .number()
      .min(-1000)
      .max(1000)
      .describe('First bias of the forget gate of the lstm cell, both of its biases together.'),
    outputActivation: z
      .enum(['none', 'sigmoid', 'tanh', 'relu', 'softmax'])
      .describe('Applied to the output layer. Cross-entropy always works on softmax.'),
  })
  .partial();

/** A run config as a person writes it: every field optional. The engine fills the rest in. */
export interface Config {
  $schema?: string | undefined;
  /** The name of one of the engine's tasks. */
  task?: string | undefined;
  data?: DataConfig | undefined;
  model?: z.infer<typeof modelSchema> | undefined;
  training?: z.infer<typeof trainingSchema> | undefined;
}

/** What is said of the data: what all tasks know, and what the one that is trained knows besides. */
export interface DataConfig {
  file?: string | undefined;
  split?: Partial<Split> | undefined;
  [field: string]: unknown;
}

export type Cell = NonNullable<NonNullable<Config['model']>['cell']>;

/** A type with every field of `T` present, one level of objects deep. */
export type Complete<T> = { readonly [K in keyof T]-?: NonNullable<T[K]> };

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
  candidate: 'linear',
  layerNorm: false,
  residual: false,
  initialState: 'zeros',
  recurrentDropout: 0,
  lockedDropout: false,
  wordDropout: 0,
  weightDropout: 0,
  pool: 'last',
  attention: 'none',
  inputFeeding: false,
  inputDropout: 0,
  outputDropout: 0,
  activationPenalty: 0,
  changePenalty: 0,
  tiedOutput: false,
  characterSize: 0,
  decoding: 'direct',
  segmentLength: 0,
  channels: 'together',
  normalisation: 'none',
} as const satisfies Partial<ModelConfig>;

export type TrainingConfig = Complete<Omit<z.infer<typeof trainingSchema>, 'schedule' | 'refit' | 'ensemble'>> & {
  readonly schedule: ScheduleConfig;
  readonly refit?: boolean;
  readonly ensemble?: number;
};

/** How a table is cut into cells. */
export interface TableFormat extends Readonly<z.infer<z.ZodObject<typeof foundFields>>> {
  readonly delimiter: ',' | ';' | '\t' | '|';
  readonly header: boolean;
  readonly comment: string;
  readonly commentCells?: number | undefined;
  readonly missingValues: readonly string[];
}

export type Split = Readonly<z.infer<typeof runSplitSchema>>;

/** What every run knows of its data; each task knows more of its own. */
export interface RunData {
  readonly file: string;
  readonly split: Split;
}

/** A complete config: what a run trains with and what `run.json` records. */
export interface RunConfig<Data extends RunData = RunData> {
  readonly task: string;
  readonly data: Data;
  readonly model: ModelConfig;
  readonly training: TrainingConfig;
}
