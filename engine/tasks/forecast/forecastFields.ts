import * as z from 'zod';
import { length, type RunData, runDataFields, type TableFormat, tableFields } from '../../config.ts';
import { columnFields } from '../../encoding/columnFields.ts';
import { largestLambda, transformNames } from '../../encoding/transform/valueTransform.ts';
import { isTimeZone } from '../../files/times/zoneClock.ts';
import { targetsField, timeField, timeFormatField } from '../config/sharedFields.ts';

/** Fields of `data` that a forecast reads. */
export const forecastFields = {
  ...tableFields,
  ...columnFields,
  time: timeField,
  series: z
    .union([z.string(), z.array(z.string()).min(2)])
    .nullable()
    .optional()
    .describe(
      'The column that tells several series in the file apart, or a list of those that do so together; null for one. Each is forecast by itself.',
    ),
  timeFormat: timeFormatField,
  timeZone: z
    .string()
    .refine(isTimeZone, 'is no time zone by an IANA name, such as Europe/Berlin')
    .nullable()
    .describe('The IANA time zone whose clock the times are of, such as Europe/Berlin, or null.'),
  targets: targetsField,
  calendar: z.boolean().describe('Add the position within day, week and year, from the timestamp, as inputs.'),
  window: length.describe('Steps of the past that one example covers.'),
  horizon: length.describe('Steps predicted ahead.'),
  anchor: z
    .enum(['none', 'last', 'seasonal'])
    .describe('What the network predicts the difference from: nothing, the last value, or the value one season ago.'),
  season: z.number().int().min(0).max(1e9).describe('Steps in one season, 0 for none.'),
  transform: z
    .enum(transformNames)
    .optional()
    .describe('What is learned in the place of target values: their logarithm (log1p: of 1 more), or Box-Cox of them.'),
  lambda: z
    .number()
    .min(0)
    .max(largestLambda)
    .optional()
    .describe('Of Box-Cox: 0 is the logarithm, 1 the values themselves; found on the training part when left out.'),
  nonNegative: z
    .boolean()
    .optional()
    .describe('Forecasts and intervals stop at 0; when left out, where no training value is below 0.'),
  ownScales: z
    .boolean()
    .optional()
    .describe('Divide the numbers of each of several series by its own size; false for one size of all.'),
  chosenBy: z
    .enum(['rules', 'folds'])
    .optional()
    .describe(
      'What picks anchor, window, normalisation and decoding where these are open: rules that look at the training rows, or short trainings on folds of them (from 1,500 to 50,000 rows by default).',
    ),
  choiceBudget: z
    .number()
    .min(0.01)
    .max(10)
    .optional()
    .describe('What choosing on folds may take, as a share of the work of the whole training; 0.2 when not given.'),
  flagMissing: z
    .boolean()
    .optional()
    .describe(
      'Tell the network where inputs are missing, beside the value that stands in for them; when left out, of inputs with frequent gaps in the training part.',
    ),
  known: z
    .array(z.string())
    .optional()
    .describe(
      'Inputs that are known ahead, as a plan or a weather forecast is: read of the rows that are forecast too. Found where a column is filled beyond the last target.',
    ),
  blend: z
    .boolean()
    .optional()
    .describe(
      'Blend the network with the best baseline, by what does best on the validation part; false for the bare network.',
    ),
};

/** The data part of a forecast's complete config. */
export type ForecastData = RunData &
  TableFormat &
  Readonly<Omit<z.infer<z.ZodObject<typeof forecastFields>>, keyof TableFormat>>;

const clockFields = {
  timeFormat: forecastFields.timeFormat.default(null),
  timeZone: forecastFields.timeZone.default(null),
};

/** As a run or a model has it. */
export const forecastDataSchema = z
  // Runs of before there were such fields read clocks as those of UTC.
  .strictObject({ ...runDataFields, ...forecastFields, ...clockFields })
  .refine(({ anchor, season }) => anchor !== 'seasonal' || season > 0, {
    path: ['season'],
    error: 'a seasonal anchor needs a season',
  })
  .refine(({ calendar, time }) => !calendar || time !== null, {
    path: ['calendar'],
    error: 'there is no timestamp to take it from',
  }) satisfies z.ZodType<ForecastData>;
