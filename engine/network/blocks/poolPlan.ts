import type { Offset } from '../../compute/offset.ts';
import type { PoolSpec } from '../networkSpec.ts';
import type { Flow } from './block.ts';

export interface PoolPlan {
  readonly by: PoolSpec['by'];
  readonly input: Flow;
  readonly inputRows: number;
  readonly attention: AttentionPlan | undefined;
}

/** What scores a step: query · tanh(W x + b) (Yang et al. 2016). */
export interface AttentionPlan {
  readonly size: number;
  readonly weight: Offset;
  readonly bias: Offset;
  readonly query: Offset;
  readonly transposedWeight: Offset;
  readonly transposedQuery: Offset;
}

export interface PoolBuffers {
  readonly gradientShift: number;
  /** The pooled vectors and their gradient (1, B, width); undefined where they are those of the last step. */
  readonly y: Offset | undefined;
  readonly dy: Offset | undefined;
  /** Steps of the largest values (1, B, width), as integers. */
  readonly best: Offset | undefined;
  readonly attention: AttentionBuffers | undefined;
}

export interface AttentionBuffers {
  /** tanh(W x + b) and its gradient (T, B, A), scores and their gradient (T, B, 1), shares (T, B). */
  readonly keys: Offset;
  readonly dKeys: Offset;
  readonly scores: Offset;
  readonly dScores: Offset;
  readonly shares: Offset;
  /** The gradient of x by the scores. (T, B, width) */
  readonly dx: Offset;
}
