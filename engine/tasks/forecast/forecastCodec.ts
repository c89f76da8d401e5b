import * as z from 'zod';
import type { InputCodec } from '../../encoding/codec.ts';
import { inputCodecSchema, transformedScaleFields } from '../../encoding/codecFields.ts';
import type { TransformedScale } from '../../encoding/transform/valueTransform.ts';
import { measuredOrNaN } from '../../measured.ts';
import type { ForecastData } from './forecastFields.ts';
import type { Smoothing } from '../simple/smoothedValues.ts';

export interface TargetCodec extends TransformedScale {
  readonly column: string;
  /** Most digits after the decimal mark in the file the model was trained on. */
  readonly decimals: number;
  /** Whether forecasts stop at 0, which no training value was below. */
  readonly nonNegative?: boolean | undefined;
  /** Whether it is learned as a count: divided by its scale alone. */
  readonly isCount?: boolean | undefined;
}

/** What the numbers of one of several series are divided by, and its naive errors. */
export interface SeriesScales {
  readonly name: string;
  /** By input of the codec; null for what is no number. */
  readonly inputs: readonly (TransformedScale | null)[];
  readonly targets: readonly TransformedScale[];
  readonly naiveErrors: readonly number[];
}

export interface ForecastCodec {
  readonly kind: 'forecast';
  readonly inputs: readonly InputCodec[];
  readonly targets: readonly TargetCodec[];
  readonly anchor: ForecastData['anchor'];
  readonly season: number;
  readonly horizon: number;
  /** Mean absolute error of the seasonal naive forecast on the training split, by target: what MASE divides by. */
  readonly naiveErrors: readonly number[];
  /** Milliseconds from one row to the next. */
  readonly step?: number;
  /** By target, how exponential smoothing follows it, where it can. */
  readonly smoothing?: readonly (Smoothing | null)[] | undefined;
  /** Of several series with scales of their own: those that were trained on. One that is not among them has its own by its own rows. */
  readonly series?: readonly SeriesScales[];
  /** How the rows come, as `describeStep` says it, where days or hours may be skipped. */
  readonly rhythm?: string;
}

const count = z.number().int().min(0);

const targetCodec = z.object({
  column: z.string(),
  decimals: count.max(1000),
  nonNegative: z.boolean().optional(),
  isCount: z.boolean().optional(),
  ...transformedScaleFields,
}) satisfies z.ZodType<TargetCodec>;

const scale = z.object(transformedScaleFields);

const seriesScales = z.object({
  name: z.string(),
  inputs: z.array(scale.nullable()),
  targets: z.array(scale).min(1),
  naiveErrors: z.array(measuredOrNaN),
}) satisfies z.ZodType<SeriesScales>;

const share = z.number().min(0).max(1);

const smoothingSchema = z.object({
  kind: z.enum(['additive', 'multiplicative']),
  level: share,
  trend: share,
  season: share,
  damping: share,
}) satisfies z.ZodType<Smoothing>;

export const forecastCodecSchema = z.object({
  kind: z.literal('forecast'),
  inputs: z.array(inputCodecSchema).min(1),
  targets: z.array(targetCodec).min(1),
  anchor: z.enum(['none', 'last', 'seasonal']),
  season: count,
  horizon: count,
  naiveErrors: z.array(measuredOrNaN),
  step: z.number().min(0).optional(),
  smoothing: z.array(smoothingSchema.nullable()).optional(),
  series: z.array(seriesScales).optional(),
  rhythm: z.string().optional(),
}) satisfies z.ZodType<ForecastCodec>;
