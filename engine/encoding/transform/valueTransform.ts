import * as z from 'zod';
import type { Scale } from '../codec.ts';

/** What may be done to a value before it is scaled, by name. */
export const transformNames = ['none', 'log', 'log1p', 'boxcox'] as const;

/**
 * A growing function of a value, in place of it. With y' = y / floor, or of `log1p` 1 + y:
 *
 *     log, log1p:  ln y'                                 from y' = 1 on
 *     boxcox:      (y'^λ − 1) / λ                        from y' = 1 on (Box and Cox 1964)
 *     all:         y' − 1, the line that touches it      below
 *
 * so that a value that has no logarithm has a place too. `floor` lies below what was trained on; that values are
 * divided by it moves and stretches all of them alike, which scaling takes away again.
 */
export type ValueTransform =
  | { readonly kind: 'log'; readonly floor: number }
  | { readonly kind: 'log1p' }
  | { readonly kind: 'boxcox'; readonly floor: number; readonly lambda: number };

/** The greatest λ: from there on large values weigh more than squared. */
export const largestLambda = 2;

const floor = z.number().positive();

export const valueTransformSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('log'), floor }),
  z.object({ kind: z.literal('log1p') }),
  z.object({ kind: z.literal('boxcox'), floor, lambda: z.number().min(0).max(largestLambda) }),
]) satisfies z.ZodType<ValueTransform>;

/** A scale of values that a function may have been put in place of before. */
export interface TransformedScale extends Scale {
  readonly transform?: ValueTransform | undefined;
}

/** The value as it is without a transform; NaN for NaN. */
export const transformed = (value: number, by: ValueTransform | undefined): number => {
  if (!by) return value;
  const inFloors = by.kind === 'log1p' ? value : value / by.floor - 1;
  if (!(inFloors > 0)) return inFloors;
  switch (by.kind) {
    case 'log1p':
      return Math.log1p(value);
    case 'log':
      return Math.log(value / by.floor);
    case 'boxcox':
      return by.lambda === 0
        ? Math.log(value / by.floor)
        : Math.expm1(by.lambda * Math.log(value / by.floor)) / by.lambda;
  }
};

/** ln of the slope of `transformed` at a value. */
export const logSlope = (value: number, by: ValueTransform | undefined): number => {
  if (!by) return 0;
  const { kind } = by;
  if (kind === 'log1p') return value > 0 ? -Math.log1p(value) : 0;
  const floor = Math.log(by.floor);
  const inFloors = value > by.floor ? Math.log(value) - floor : 0;
  return (kind === 'boxcox' ? by.lambda - 1 : -1) * inFloors - floor;
};

/** What `transformed` makes such a number of. */
export const restored = (number: number, by: ValueTransform | undefined): number => {
  if (!by) return number;
  if (!(number > 0)) return by.kind === 'log1p' ? number : (1 + number) * by.floor;
  switch (by.kind) {
    case 'log1p':
      return Math.expm1(number);
    case 'log':
      return Math.exp(number) * by.floor;
    case 'boxcox':
      return Math.exp(by.lambda === 0 ? number : Math.log1p(by.lambda * number) / by.lambda) * by.floor;
  }
};

/** As the network reads it. */
export const encodedValue = (value: number, { offset, scale, transform }: TransformedScale): number =>
  (transformed(value, transform) - offset) / scale;

/** In the file's units, of what the network says. */
export const decodedValue = (output: number, { offset, scale, transform }: TransformedScale): number =>
  restored(output * scale + offset, transform);
