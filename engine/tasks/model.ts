import type { Tensor } from '../compute/tensor.ts';
import type { NetworkSpec } from '../network/networkSpec.ts';
import type { RunConfig, RunData } from '../config.ts';
import type { Codec } from '../encoding/codec.ts';
import type { Metrics } from '../protocol.ts';

/** What decides the network of a model. */
export interface ModelParts<Data extends RunData = RunData, C extends Codec = Codec> {
  readonly config: RunConfig<Data>;
  readonly codec: C;
  /** Its blocks; those that the options describe when not given, as in models of 0.1.0. */
  readonly network?: NetworkSpec | undefined;
  /** Half widths of the intervals around predictions, see `fitIntervals`. */
  readonly intervals?: readonly number[] | undefined;
}

/** What a model file says of its network besides the weights. */
export interface ModelInfo<Data extends RunData = RunData, C extends Codec = Codec> extends ModelParts<Data, C> {
  readonly version: 1;
  readonly epoch: number;
  readonly validLoss: number;
  readonly metrics: Metrics;
}

export interface Model<Data extends RunData = RunData, C extends Codec = Codec> extends ModelInfo<Data, C> {
  readonly parameters: ReadonlyMap<string, Tensor>;
}
