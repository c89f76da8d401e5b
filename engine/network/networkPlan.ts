import type { Offset } from '../compute/offset.ts';
import type { ModelConfig, TrainingConfig } from '../config.ts';
import type { CellWeights } from './cells/cell.ts';
import type { CellOptions } from './cells/cellSpec.ts';
import type { BidirectionalBuffers } from './layers/bidirectionalLayer.ts';
import type { LayerSize } from './layers/layerSizes.ts';
import type { LayerBuffers } from './layers/recurrentLayer.ts';
import type { NetworkShape } from './networkShape.ts';
import type { ParameterPlace } from './parameterLayout.ts';

/** Lane states kept between passes, as panel matrices (lanes, size), in the order of the layers' `states`. */
export interface LaneStates {
  readonly lanes: number;
  readonly states: readonly {
    /** `h_l0`, `c_l1_reverse` */
    readonly name: string;
    readonly offset: Offset;
    readonly size: number;
    /** The learned first state; zeros where there is none. */
    readonly learned: Offset | undefined;
  }[];
}

/** A recurrent layer in its one or two directions. */
export interface LayerPlan extends LayerSize {
  /** Packed columns of its input and its outputs. */
  readonly inputRows: number;
  readonly outputRows: number;
  readonly weights: readonly CellWeights[];
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

/** What a thread tells: the losses of its lanes, and the sum of squares of its share of the gradient. */
export const resultFields = ['lossSum', 'terms', 'squares'] as const;

/** One thread's buffers; undefined for what it does not need. */
export interface ShardPlan {
  readonly layers: readonly LayerShard[];
  /** Added to a parameter's offset gives its gradient. */
  readonly gradientShift: number;
  /** Encoded inputs or looked up embeddings (T, B, inputs); undefined where symbols are read one-hot. */
  readonly x: Offset | undefined;
  /** Symbols (T, B), where the network reads symbols. */
  readonly ids: Offset | undefined;
  /** The ids to predict: (T, B) or (1, B). */
  readonly targetIds: Offset;
  /** Numbers of steps of the lanes (B). */
  readonly lengths: Offset;
  /** The outputs that the head reads and their gradient (1, B, width); undefined where they are simply those of step T. */
  readonly last: Offset | undefined;
  readonly dlast: Offset | undefined;
  /** The gradient that goes past a layer (T, B, width), where one does. */
  readonly residual: Offset | undefined;
  /** Values to predict (headSteps, B, outputSize). */
  readonly targets: Offset;
  /** The head's outputs and their gradient (headSteps, B, groups * outputSize). */
  readonly outputs: Offset;
  readonly outputGradient: Offset;
  /** Gradient of a layer's outputs (T, B, widest layer). */
  readonly dy: Offset;
  /** See `resultFields`, as doubles. */
  readonly result: Offset;
}

/** A weight whose transpose the backward pass needs. */
export interface Transpose {
  readonly weight: Offset;
  readonly transposed: Offset;
  /** As `transpose_weights` has them. */
  readonly inputs: number;
  readonly panels: number;
}

/** All sizes and places of a network in shared memory: plain data, which every thread gets. */
export interface NetworkPlan {
  readonly shape: NetworkShape;
  readonly cell: CellOptions;
  readonly outputActivation: number;
  readonly dropout: number;
  readonly recurrentDropout: number;
  readonly embeddingSize: number;
  /** Floats in a panel of the kernels that this is laid out for. */
  readonly panel: number;
  /** Panels of the head's outputs. */
  readonly outputPanels: number;
  readonly outputGroups: number;
  readonly loss: TrainingConfig['loss'];
  readonly huberDelta: number;
  readonly optimizer: TrainingConfig['optimizer'];
  readonly steps: number;
  readonly batchSize: number;
  readonly places: readonly ParameterPlace[];
  /** Packed parameters: offset, and floats with padding. Moments and gradients are laid out alike. */
  readonly parameters: Offset;
  readonly packedCount: number;
  readonly moments: readonly Offset[];
  /** The moving average of the parameters, laid out as they are, where one is kept. */
  readonly average: Offset | undefined;
  /** Threads that share the work on the parameters: all, or the first alone. */
  readonly updateThreads: number;
  readonly embedding: Offset | undefined;
  readonly layers: readonly LayerPlan[];
  /** Steps that the head works on together. */
  readonly headSteps: number;
  /** Packed inputs of the head. */
  readonly headRows: number;
  readonly headWeight: Offset;
  readonly headBias: Offset;
  readonly headTransposed: Offset;
  readonly transposes: readonly Transpose[];
  readonly examples: Offset;
  readonly trainStates: LaneStates;
  readonly evaluateStates: LaneStates;
  readonly feedStates: LaneStates;
  /** Predictions in row-major order (batchSize, groups * outputSize). */
  readonly predictions: Offset;
  readonly shards: readonly ShardPlan[];
}

export interface PlanOptions {
  readonly shape: NetworkShape;
  readonly model: ModelConfig;
  readonly training: Pick<
    TrainingConfig,
    'loss' | 'huberDelta' | 'optimizer' | 'batchSize' | 'threads' | 'averageDecay'
  >;
  readonly steps: number;
  /** Whether training passes can be diagnosed. */
  readonly diagnosable?: boolean;
}
