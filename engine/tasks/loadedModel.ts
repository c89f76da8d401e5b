import type { NetworkShape } from '../network/networkShape.ts';
import type { Session } from '../network/session.ts';
import type { RunData } from '../config.ts';
import type { Codec } from '../encoding/codec.ts';
import type { Model } from './model.ts';

/** A model that is ready to predict. */
export interface LoadedModel<Data extends RunData = RunData, C extends Codec = Codec> {
  readonly file: string;
  readonly model: Model<Data, C>;
  readonly shape: NetworkShape;
  /** Time steps of one example. */
  readonly steps: number;
  readonly session: Session;
}
