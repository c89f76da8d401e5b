import * as z from 'zod';
import type { InputCodec, Scale } from '../../encoding/codec.ts';
import { inputCodecSchema, scaleFields } from '../../encoding/codecFields.ts';
import { measuredOrNaN } from '../../measured.ts';
import type { ForecastData } from './forecastFields.ts';

export interface TargetCodec extends Scale {
  readonly column: string;
  /** Most digits after the decimal mark in the file the model was trained on. */
  readonly decimals: number;
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
  /** How the rows come, as `describeStep` says it, where days or hours may be skipped. */
  readonly rhythm?: string;
}

const count = z.number().int().min(0);

const targetCodec = z.object({
  column: z.string(),
  decimals: count.max(1000),
  ...scaleFields,
}) satisfies z.ZodType<TargetCodec>;

export const forecastCodecSchema = z.object({
  kind: z.literal('forecast'),
  inputs: z.array(inputCodecSchema).min(1),
  targets: z.array(targetCodec).min(1),
  anchor: z.enum(['none', 'last', 'seasonal']),
  season: count,
  horizon: count,
  naiveErrors: z.array(measuredOrNaN),
  step: z.number().min(0).optional(),
  rhythm: z.string().optional(),
}) satisfies z.ZodType<ForecastCodec>;
