import type { Tensor } from '../compute/tensor.ts';
import type { NetworkSpec } from '../network/networkSpec.ts';
import type { RunConfig, RunData } from '../config.ts';
import type { Codec } from '../encoding/codec.ts';
import type { Metrics, Refit } from '../protocol.ts';
import type { BlendPart } from './simple/blend.ts';

/** Half widths of intervals. */
export interface Intervals {
  /** Of the 80 % intervals around predictions, see `calibrate`, in encoded units or as `spread` says. */
  readonly intervals?: readonly number[] | undefined;
  /** The same of intervals that hold other shares, ascending. */
  readonly otherIntervals?: readonly SharedWidths[] | undefined;
}

/** What the validation part has taught of the best weights, besides which they are. */
export interface Calibration extends Intervals {
  /** Of counts, the same as if they were no whole numbers: of what paths are drawn. */
  readonly drawn?: Intervals | undefined;
  /** What half widths are multiples of: the deviation that the network tells, or how much the series has changed of late. */
  readonly spread?: 'network' | 'recent' | undefined;
  /** How errors of whole windows hang together, of which sample paths are made: see `residualRanks`. */
  readonly residualRanks?: readonly (readonly number[])[] | undefined;
  /** By target, what a forecast is made of; the network's alone when not given. */
  readonly blend?: readonly BlendPart[] | undefined;
}

/** Half widths of intervals that hold a share of the truth. */
export interface SharedWidths {
  /** From 0 to 1. */
  readonly share: number;
  readonly widths: readonly number[];
}

/** What decides the network of a model. */
export interface ModelParts<Data extends RunData = RunData, C extends Codec = Codec> extends Calibration {
  readonly config: RunConfig<Data>;
  readonly codec: C;
  /** Its blocks; those that the options describe when not given, as in models of 0.1.0. */
  readonly network?: NetworkSpec | undefined;
  /** How many networks of that form are asked together, where there are several. */
  readonly networks?: number | undefined;
}

/** What a model file says of its network besides the weights. */
export interface ModelInfo<Data extends RunData = RunData, C extends Codec = Codec> extends ModelParts<Data, C> {
  readonly version: 1;
  readonly epoch: number;
  readonly validLoss: number;
  readonly metrics: Metrics;
  /** Where its weights were trained on all parts in the end: loss and metrics are of those before. */
  readonly refit?: Refit | undefined;
}

export interface Model<Data extends RunData = RunData, C extends Codec = Codec> extends ModelInfo<Data, C> {
  /** Of its network, or the first of several. */
  readonly parameters: ReadonlyMap<string, Tensor>;
  /** Of the others. */
  readonly others?: readonly ReadonlyMap<string, Tensor>[];
}
