import type { RunData } from '../../config.ts';
import type { Codec } from '../../encoding/codec.ts';

/** What all codecs of classes have. */
export interface LabelCodec extends Codec {
  /** Sorted; the class of an output is its place here. */
  readonly labels: readonly string[];
  /** What the loss of each class is multiplied with, where they do not count alike. */
  readonly classWeights?: readonly number[];
}

/** What the data of all classifications has. */
export interface LabelData extends RunData {
  /** The column that holds the class. */
  readonly label: string;
}
