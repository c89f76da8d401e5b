import type { Offset } from '../../compute/offset.ts';
import type { CellWeights } from '../cells/cell.ts';
import type { RecurSpec } from '../networkSpec.ts';
import type { BidirectionalBuffers } from './bidirectionalLayer.ts';
import type { LayerSize } from './layerSizes.ts';
import type { LayerBuffers } from './recurrentLayer.ts';

/** A recurrent layer in its one or two directions. */
export interface LayerPlan extends LayerSize {
  /** Packed columns of its input and its outputs. */
  readonly inputRows: number;
  readonly outputRows: number;
  readonly weights: readonly CellWeights[];
}

/** A stack of recurrent layers, as all threads share it. */
export interface RecurPlan {
  readonly spec: RecurSpec;
  readonly layers: readonly LayerPlan[];
  /** Number of the stack's first dropout mask among those of the network. */
  readonly firstMask: number;
  /** Whether something below learns. */
  readonly isBelowLearned: boolean;
  /** What an attention above feeds the bottom layer with, and its weight, where one does. */
  readonly fed: { readonly size: number; readonly weight: Offset; readonly transposed: Offset } | undefined;
}

/** One thread's buffers of a layer; undefined for what it does not need. */
export interface LayerShard {
  readonly directions: readonly LayerBuffers[];
  readonly both: BidirectionalBuffers | undefined;
  /** Outputs with the layer's input added. (T, B, width) */
  readonly sum: Offset | undefined;
  /** Outputs after dropout. (T, B, width) */
  readonly dropped: Offset | undefined;
}

/** One thread's buffers of a stack. */
export interface RecurBuffers {
  readonly gradientShift: number;
  readonly layers: readonly LayerShard[];
  /** Gradient of a layer's outputs (T, B, width). */
  readonly dy: Offset;
  /** The gradient that goes past a layer (T, B, width), where one does. */
  readonly residual: Offset | undefined;
  readonly fed: FedBuffers | undefined;
}

/** The buffers of a stack that an attention drives step by step. */
export interface FedBuffers {
  /** What is fed, times its weight. (1, B, G*H) */
  readonly product: Offset;
  /** Of each layer the gradient of its outputs (T, B, width), and room for those of a step of two layers' inputs. */
  readonly gradients: readonly Offset[];
  readonly below: readonly [Offset, Offset];
}
