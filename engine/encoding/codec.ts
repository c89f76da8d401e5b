/**
 * What was fitted on the training split: enough to encode another file as the network expects it and to decode what
 * the network says. Plain JSON, stored with the model; what is in it, its task knows.
 */
export interface Codec {
  readonly kind: string;
}

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

export interface TextCodec {
  readonly kind: 'text';
  /** Every code point of the text once, in order; a symbol's id is its place here. */
  readonly symbols: string;
  readonly lowercase: boolean;
}
