import type { Offset } from '../../../compute/offset.ts';
import type { RecurBuffers, RecurPlan } from '../../layers/recurPlan.ts';
import type { EmbedBuffers, EmbedPlan } from '../embed.ts';
import type { PoolBuffers, PoolPlan } from '../poolPlan.ts';

/** A block that reads words by their letters, as all threads share it. */
export interface SpellPlan {
  /** Values of a word's own vector, and of one direction of what is read of its letters. */
  readonly vectorSize: number;
  readonly size: number;
  readonly padding: number;
  /** Letters of the longest word. */
  readonly longest: number;
  /** Packed columns of both directions. */
  readonly rows: number;
  readonly embed: EmbedPlan;
  readonly recur: RecurPlan;
  readonly pool: PoolPlan;
}

/** One thread's buffers of it. Words are read `atOnce` at a time, of a batch all its U different ones. */
export interface SpellBuffers {
  readonly atOnce: number;
  /** Which word each step is (T, B): as the data numbers them, and by their places among the different ones. */
  readonly words: Offset;
  readonly places: Offset;
  /** The different words (U). */
  readonly distinct: Offset;
  /** Letters (longest, atOnce) and numbers of them (atOnce) of the words that are read together. */
  readonly ids: Offset;
  readonly lengths: Offset;
  /** What is read of the letters of the different words (U, rows), and its gradient. */
  readonly table: Offset;
  readonly dTable: Offset;
  /** The same by step (T, B, rows): what is read, and in its place the gradient. */
  readonly vectors: Offset;
  /** What is handed on, and its gradient. (T, B, vectorSize + 2 · size) */
  readonly y: Offset;
  readonly dy: Offset;
  readonly embed: EmbedBuffers;
  readonly recur: RecurBuffers;
  readonly pool: PoolBuffers;
}
