import * as z from 'zod';
import type { CalendarPeriod, InputCodec } from './codec.ts';
import { valueTransformSchema } from './transform/valueTransform.ts';

// Parts of codecs as model files have them, of every task that reads columns.

/** Days of a step, of which each is looked at. */
const mostHolidays = 4000;

/** A scale divides what the network reads. */
export const scaleFields = { offset: z.number(), scale: z.number().positive() };

/** The same of numbers that may be transformed before. */
export const transformedScaleFields = { ...scaleFields, transform: valueTransformSchema.optional() };

export const inputCodecSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('number'), column: z.string(), ...transformedScaleFields }),
  z.object({
    ...{ kind: z.literal('category'), column: z.string(), values: z.array(z.string()) },
    isStatic: z.boolean().optional(),
  }),
  z.object({ kind: z.literal('missing'), column: z.string() }),
  z.object({ kind: z.literal('calendar'), period: z.enum(['day', 'week', 'year'] satisfies CalendarPeriod[]) }),
  z.object({
    ...{ kind: z.literal('holidays'), days: z.number().int().min(1).max(mostHolidays) },
    country: z.string().regex(/^[A-Z\d]+(?:-[A-Z\d]+){0,2}$/),
  }),
]) satisfies z.ZodType<InputCodec>;

/** Labels and symbols are told apart by what they are. */
export const isEachOnce = (values: readonly string[]): boolean => new Set(values).size === values.length;
