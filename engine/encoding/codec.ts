import type { ForecastData } from '../config.ts';
import type { TimeFormat } from '../files/timestamp.ts';

/**
 * What was fitted on the training split: enough to encode another file as the network expects it and to decode what
 * the network says. Plain JSON, stored with the model.
 */
export type Codec = ForecastCodec | ClassCodec | TextCodec;

/** `encoded = (value - offset) / scale`; `scale` is never 0. */
export interface Scale {
  readonly offset: number;
  readonly scale: number;
}

export type CalendarPeriod = 'day' | 'week' | 'year';

/** One column of the file, or one period of the calendar, as inputs of the network. */
export type InputCodec =
  | ({ readonly kind: 'number'; readonly column: string } & Scale)
  /** One-hot over `values`; a value that training never saw is all zeros. */
  | { readonly kind: 'category'; readonly column: string; readonly values: readonly string[] }
  /** Sine and cosine of the position within the period. */
  | { readonly kind: 'calendar'; readonly period: CalendarPeriod };

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
  readonly timeFormat?: TimeFormat;
}

export interface ClassCodec {
  readonly kind: 'classes';
  readonly inputs: readonly ({ readonly column: string } & Scale)[];
  /** Sorted; the class of an output is its place here. */
  readonly labels: readonly string[];
}

export interface TextCodec {
  readonly kind: 'text';
  /** Every code point of the text once, in order; a symbol's id is its place here. */
  readonly symbols: string;
  readonly lowercase: boolean;
}
