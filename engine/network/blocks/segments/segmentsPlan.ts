import type { Offset } from '../../../compute/offset.ts';
import type { RecurBuffers, RecurPlan } from '../../layers/recurPlan.ts';
import type { DropBuffers, DropPlan } from '../drop.ts';
import type { ProjectBuffers, ProjectPlan } from '../project.ts';

/** A window by segments, as all threads share it. */
export interface SegmentsPlan {
  /** Segments of a window, steps of one, and segments ahead. */
  readonly steps: number;
  readonly length: number;
  readonly positions: number;
  /** Lanes that a lane becomes: one for each target, or one for all. */
  readonly copies: number;
  /** Values of a step of the window, and which of them a step of a segment has, of each copy. */
  readonly columns: number;
  readonly places: readonly (readonly number[])[];
  /** Values put out for a segment, and for all of them. */
  readonly outputs: number;
  readonly width: number;
  /** Vectors of the positions (positions, positionSize) and of the copies (copies, copySize), which has none where 0. */
  readonly positionSize: number;
  readonly copySize: number;
  readonly positionWeight: Offset;
  readonly copyWeight: Offset | undefined;
  readonly project: ProjectPlan;
  readonly recur: RecurPlan;
  readonly drop: DropPlan | undefined;
  readonly output: ProjectPlan;
  /** The number of the mask that makes those of the steps ahead others than those of the window. */
  readonly aheadMask: number;
}

/** One thread's buffers. Lanes of the window are B * copies, those ahead B * copies * positions. */
export interface SegmentsBuffers {
  readonly gradientShift: number;
  /** The most lanes ahead. */
  readonly lanes: number;
  /** The segments, and their gradient where something below learns. (steps, lanes, length * places) */
  readonly folded: Offset;
  readonly dFolded: Offset;
  readonly read: { readonly project: ProjectBuffers; readonly recur: RecurBuffers };
  readonly ahead: {
    readonly inputs: PositionBuffers;
    readonly recur: RecurBuffers;
    readonly drop: DropBuffers | undefined;
    readonly output: ProjectBuffers;
  };
  /** What is handed on, and its gradient. (1, B, width) */
  readonly y: Offset;
  readonly dy: Offset;
}

/** What the steps ahead read is one of `copies * positions` vectors, in rows by copy, then position. */
export interface PositionBuffers {
  /** Which of them a lane reads (lanes), and of a vector its position and its copy. */
  readonly ids: Offset;
  readonly positionIds: Offset;
  readonly copyIds: Offset;
  /** The vectors (1, rows, size), their two parts, and the gradients of those in the place of them. */
  readonly vectors: Offset;
  readonly positions: Offset;
  readonly copies: Offset;
  readonly dVectors: Offset;
  /** Their products with the input weight, and the gradient. (1, rows, G*H) */
  readonly products: Offset;
  readonly dProducts: Offset;
}
