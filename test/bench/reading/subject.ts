import type { ColumnSummary } from '../../../engine/protocol.ts';

/** What the cells of a column are. */
export type Kind = 'number' | 'time' | 'text';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** What somebody takes a file for; what they do not say is undefined. */
export interface Reading {
  readonly delimiter?: string | undefined;
  readonly header?: boolean | undefined;
  readonly encoding?: Encoding | undefined;
  /** All rows, the header among them, without comments, footers and blank lines. */
  readonly rows?: readonly (readonly string[])[] | undefined;
  /** By column. */
  readonly kinds?: readonly (Kind | undefined)[] | undefined;
  /** By column, of the rows below the header: numbers, or milliseconds since 1970; NaN for none. */
  readonly values?: readonly (readonly number[] | undefined)[] | undefined;
  /** Why there is no reading. */
  readonly error?: string | undefined;
}

/** A file and what is right of it. */
export interface Subject {
  readonly name: string;
  readonly path: string;
  readonly truth: Reading;
  /** What there is in the whole file that others may stumble over, and in each column. */
  readonly traits: readonly string[];
  readonly columnTraits: readonly (readonly string[])[];
}

export const kindOf = (type: ColumnSummary['type']): Kind =>
  type === 'number' ? 'number' : type === 'timestamp' ? 'time' : 'text';
