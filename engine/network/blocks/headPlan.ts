import type { Offset } from '../../compute/offset.ts';
import type { HeadSpec } from '../networkSpec.ts';

/** The output layer, as all threads share it. */
export interface HeadPlan {
  readonly outputs: number;
  readonly groups: HeadSpec['groups'];
  readonly activation: number;
  readonly isEveryStep: boolean;
  /** Whether values come with what they were divided by. */
  readonly hasUnits: boolean;
  /** Packed columns of what it reads. */
  readonly inputRows: number;
  /** Panels of the outputs. */
  readonly panels: number;
  /** Undefined where what it reads are the outputs already. */
  readonly linear: LinearPlan | undefined;
}

export interface LinearPlan {
  /** What multiplies the inputs, and its transpose. */
  readonly weight: Offset;
  readonly transposed: Offset;
  readonly bias: Offset;
  /** Where the weight is the embedding's: the embedding (symbols, width), which learns in its place. */
  readonly shared: { readonly embedding: Offset; readonly width: number } | undefined;
}

/** One thread's buffers of the output layer. */
export interface HeadBuffers {
  readonly gradientShift: number;
  /** Steps that are worked on together. */
  readonly steps: number;
  /** Ids to predict: (T, B) or (1, B). */
  readonly targetIds: Offset;
  /** Values to predict (steps, B, outputs). */
  readonly targets: Offset;
  /** What those were divided by (steps, B, outputs), where the loss asks for it. */
  readonly units: Offset | undefined;
  /** The outputs and their gradient (steps, B, groups * outputs). */
  readonly outputs: Offset;
  readonly outputGradient: Offset;
  /** What is read with nothing beside it, where the weight is the embedding's. (steps, B, width) */
  readonly clean: Offset | undefined;
  /** See `resultFields`, as doubles. */
  readonly result: Offset;
}

/** What a thread tells: the losses of its lanes, and the sum of squares of its share of the gradient. */
export const resultFields = ['lossSum', 'terms', 'squares'] as const;
