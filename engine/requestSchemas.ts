import * as z from 'zod';
import type { Config } from './config.ts';
import { configSchema, withPresentNames } from './tasks/config/configSchema.ts';

// What requests are given, checked where they are answered. The types of `protocol.ts` come from here, but only as types:
// who sends requests loads no schemas.

const path = z
  .string()
  .min(1)
  .refine((text) => !text.includes('\0'), { error: 'a path has no NUL' });

const config: z.ZodType<Config> = z.preprocess(withPresentNames, configSchema);

/** Names the `progress` notifications of a request; without one there are none. */
const token = z.string().optional();

/** What factors of products are rounded to; `auto` measures which is faster. */
const precision = z.enum(['float32', 'bfloat16', 'auto']).optional();

export const fileParams = z.strictObject({ file: path, config, token });

export const readConfigParams = z.strictObject({ file: path });

export const trainParams = z.strictObject({
  ...fileParams.shape,
  /** Folder that holds runs; the run gets a folder of its own in it. */
  runs: path,
  /** Weights to begin from: a model of ours, a `state_dict` in safetensors, or the `.weights.h5` of a Keras model. */
  init: path.optional(),
  /** The search that the config comes of, and which of its candidates that is: the run keeps the table of what was tried. */
  found: z.strictObject({ search: path, candidate: z.number().int().nonnegative() }).optional(),
});

export const resumeParams = z.strictObject({
  /** A run folder. */
  run: path,
  token,
  /** Epochs in all; when not given, the config's, and for a run that has had them half as many more. */
  epochs: z.number().int().positive().optional(),
  /** Of the products from here on; when not given, as the config has it. */
  precision,
  /**
   * What ended the run though nobody wished it to, as part of a sentence: the run goes on by itself and says so.
   * Refused where it went on by itself from the same checkpoint before: the run is then marked as failed with this.
   */
  recover: z.string().optional(),
});

export const runParams = z.strictObject({ id: z.string() });

export const modelParams = z.strictObject({
  /** A run folder or a `.safetensors` file. */
  model: path,
  file: path,
  token,
  /** Of the products; float32 when not given. */
  precision,
});

export const predictParams = z.strictObject({
  ...modelParams.shape,
  horizon: z.number().optional(),
  /** What intervals of a forecast are to hold, in percent; 80 when not given. */
  level: z.number().optional(),
  /** Draw so many futures of a forecast, and by what numbers. */
  paths: z.number().optional(),
  seed: z.number().optional(),
  /** List all rows with an empty cell, up to 100,000, and no others: for who fills them in. */
  emptyOnly: z.boolean().optional(),
  /** Tell where the cells stand in the file; it is gone through once more for that. */
  places: z.boolean().optional(),
  /** Write every row with its prediction to this CSV file; with `paths` those alone, which the answer then does not have. */
  out: path.optional(),
});

/** A text of more is not what a person types. */
const mostCharacters = 1_000_000;

export const predictTextParams = z.strictObject({
  /** A run folder or a `.safetensors` file. */
  model: path,
  text: z.string().max(mostCharacters),
  /** As of `modelParams`. */
  precision,
});

export const generateParams = z.strictObject({
  model: path,
  prime: z.string().optional(),
  /** Of a model that writes texts with labels. */
  label: z.string().optional(),
  length: z.number().optional(),
  temperature: z.number().optional(),
  topK: z.number().optional(),
  topP: z.number().optional(),
  seed: z.number().optional(),
  /** As of `modelParams`. */
  precision,
  /** Names the `generated` notifications of this request. */
  token: z.string(),
});

export const exportParams = z.strictObject({
  /** A run folder or a `.safetensors` file. */
  model: path,
  /** The file to write, `.weights.h5` for Keras. */
  out: path,
  /** When not given, what the name of the file calls for. */
  format: z.enum(['safetensors', 'keras']).optional(),
  /** Of the matrices of a small model of ours; when not given, weights for another program are written, in floats. */
  dtype: z.enum(['bfloat16', 'float16', 'int8']).optional(),
  token,
});

export const explainParams = z.strictObject({
  /** A run folder, or a model in one. */
  model: path,
  token,
  /** Of the permutations; that of the training when not given. */
  seed: z.number().int().nonnegative().optional(),
});

const horizonOfBacktest = z.number().int().min(1).max(10_000).optional();

export const proposeBacktestParams = z.strictObject({ ...fileParams.shape, horizon: horizonOfBacktest });

export const backtestParams = z.strictObject({
  ...fileParams.shape,
  /** What `proposeBacktest` says where they are not given. Under the token `backtestFold` asks for what was forecast. */
  folds: z.number().int().min(1).max(1000).optional(),
  horizon: horizonOfBacktest,
  /** Whether to train before each fold, not before the first alone. */
  refit: z.boolean(),
});

export const backtestFoldParams = z.strictObject({
  /** Of the backtest or the examination. */
  token: z.string(),
  /** The place among its series, and the fold, both from 0. */
  series: z.number().int().nonnegative(),
  fold: z.number().int().nonnegative(),
});

/** Seconds; more than a month is a slip. */
const budget = z
  .number()
  .positive()
  .max(31 * 86_400);

export const tuneParams = z.strictObject({
  ...fileParams.shape,
  /** Folder that holds searches; this one gets a folder of its own in it. */
  searches: path,
  budget,
  /** Of what is tried; 1 when not given. */
  seed: z.number().int().min(0).max(0xffffffff).optional(),
});

export const resumeTuneParams = z.strictObject({
  /** The folder of a search. */
  search: path,
  token,
  /** More than it has taken so far; when not given, what is left of what it was given. */
  budget: budget.optional(),
});

export const forecastErrorsParams = z.strictObject({
  /** Of the backtest or the examination. */
  token: z.string(),
  /** The place among its series; all of them when not given. */
  series: z.number().int().nonnegative().optional(),
});

export const examineParams = z.strictObject({
  /** A run folder. */
  run: path,
  /** The data that it was trained on. */
  file: path,
  split: z.enum(['valid', 'test']),
  /** Whether to look at fewer windows, while a network trains. */
  isQuick: z.boolean().optional(),
  /** Under which `backtestFold` and `forecastErrors` ask for what was forecast. */
  token: z.string(),
});

export const plotSeriesParams = z.strictObject({
  run: path,
  file: path,
  /** What the column of series says of it. */
  series: z.string(),
});

export const learningRateParams = z.strictObject({
  ...fileParams.shape,
  /** Names the `learningRatePoints` notifications of this request. */
  token: z.string(),
});
