import type { Offset } from '../../compute/offset.ts';

/** Sequences of symbols in shared memory. */
export interface RaggedTables {
  /** 16 bits each. */
  readonly ids: Offset;
  /** Where each begins, and how many steps it has. (sequences) */
  readonly starts: Offset;
  readonly lengths: Offset;
}

/** How sequences are read. */
export interface Reading {
  /** Symbols beyond its steps that each is read with: the one after the last step, where that is foretold. */
  readonly ahead: 0 | 1;
  /** What a sequence without symbols is read as; undefined: it has no step. */
  readonly padding: number | undefined;
}

/** Steps of a sequence of so many symbols. */
export const stepsOf = (size: number, steps: number, { ahead, padding }: Reading): number =>
  Math.max(padding === undefined ? 0 : 1, Math.min(size - ahead, steps));
