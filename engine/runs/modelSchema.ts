import * as z from 'zod';
import type {
  CalendarPeriod,
  ClassCodec,
  Codec,
  ForecastCodec,
  InputCodec,
  TargetCodec,
  TextCodec,
} from '../encoding/codec.ts';
import { maxVocabulary } from '../encoding/textCodec.ts';
import type { TimeFormat } from '../files/timestamp.ts';
import { runConfigSchema } from '../runConfigSchema.ts';
import type { TrainingPosition } from '../training/trainer.ts';

// What a model file says of its network beside the weights, as JSON text under `__metadata__`.

const count = z.number().int().min(0);
/** JSON has no NaN: what is not known was written as null. */
const measured = z
  .number()
  .nullable()
  .transform((value) => value ?? NaN);
const metrics = z.record(z.string(), measured);

/** A scale divides what the network reads. */
const scale = { offset: z.number(), scale: z.number().positive() };
const column = z.string();

const inputCodec = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('number'), column, ...scale }),
  z.object({ kind: z.literal('category'), column, values: z.array(z.string()) }),
  z.object({ kind: z.literal('calendar'), period: z.enum(['day', 'week', 'year'] satisfies CalendarPeriod[]) }),
]) satisfies z.ZodType<InputCodec>;

const targetCodec = z.object({ column, decimals: count.max(1000), ...scale }) satisfies z.ZodType<TargetCodec>;

const timeFormat = z.object({
  fields: z.enum(['year', 'month', 'day', 'minute', 'second', 'fraction', 'epochSeconds', 'epochMilliseconds']),
  separator: z.string(),
  between: z.string(),
  zone: z.string(),
  padded: z.boolean(),
  dayFirst: z.boolean().optional(),
}) satisfies z.ZodType<TimeFormat>;

const forecastCodec = z.object({
  kind: z.literal('forecast'),
  inputs: z.array(inputCodec).min(1),
  targets: z.array(targetCodec).min(1),
  anchor: z.enum(['none', 'last', 'seasonal']),
  season: count,
  horizon: count,
  naiveErrors: z.array(measured),
  timeFormat: timeFormat.optional(),
}) satisfies z.ZodType<ForecastCodec>;

const isEachOnce = (values: readonly string[]): boolean => new Set(values).size === values.length;

const classCodec = z.object({
  kind: z.literal('classes'),
  inputs: z.array(z.object({ column, ...scale })).min(1),
  labels: z.array(z.string()).min(1).refine(isEachOnce, { error: 'a label stands there twice' }),
}) satisfies z.ZodType<ClassCodec>;

const textCodec = z.object({
  kind: z.literal('text'),
  symbols: z
    .string()
    .min(1)
    // In code units, so that what is counted cannot be endless.
    .max(2 * maxVocabulary)
    .refine((symbols) => isEachOnce([...symbols]), { error: 'a symbol stands there twice' }),
  lowercase: z.boolean(),
}) satisfies z.ZodType<TextCodec>;

export const modelInfoSchema = z.object({
  version: z.literal(1),
  config: runConfigSchema,
  codec: z.discriminatedUnion('kind', [forecastCodec, classCodec, textCodec]) satisfies z.ZodType<Codec>,
  intervals: z.array(measured).optional(),
  epoch: count,
  validLoss: measured,
  metrics,
});

/** What a checkpoint of before some fields does not know is as at the start. */
export const positionSchema = z
  .object({
    epoch: count,
    step: count,
    batch: count,
    lossSum: z.number(),
    terms: count,
    best: z.object({ epoch: count, validLoss: measured, metrics }).optional(),
    badEpochs: count,
    plateauScale: z.number().min(0).max(1).default(1),
    plateauEpochs: count.default(0),
    undiagnosed: count.default(0),
    clipped: count.default(0),
  })
  .refine(({ best, epoch }) => best === undefined || best.epoch <= epoch, {
    path: ['best', 'epoch'],
    error: 'it is after the epochs that are done',
  })
  .refine(({ badEpochs, epoch }) => badEpochs <= epoch, {
    path: ['badEpochs'],
    error: 'there are more than epochs that are done',
  })
  .refine(({ clipped, undiagnosed }) => clipped <= undiagnosed, {
    path: ['clipped'],
    error: 'there are more than updates that were done',
  })
  .transform((position): TrainingPosition => ({ ...position, best: position.best }));
