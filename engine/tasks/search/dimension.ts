/** What a field of a config may be set to. */
export type Setting = string | number | boolean;

/** A field of the config that a search varies, and what it tries. */
export type Dimension = DimensionOf & {
  /** Path in the config, `model.hiddenSize`. */
  readonly path: string;
  /** Whether the field says anything beside what the others are set to; it always does when not given. */
  readonly counts?: (read: ReadSetting) => boolean;
};

type DimensionOf =
  | { readonly values: readonly Setting[] }
  /** Numbers that are as likely in each power of ten, to two digits. */
  | { readonly from: number; readonly to: number };

/** What the field of a path is set to. */
export type ReadSetting = (path: string) => unknown;

/** A size and what is some factors of two away from it, from the smallest that is worth trying to the largest. */
export const sizesAround = (size: number, steps: number, [least, most]: readonly [number, number]): number[] => {
  const exponent = Math.round(Math.log2(size));
  const around = Array.from({ length: 2 * steps + 1 }, (_, index) => 2 ** (exponent - steps + index));
  return around.filter((each) => each >= least && each <= most);
};

/** How a network that predicts once reads its sequences. */
export const pooling: readonly Dimension[] = [
  { path: 'model.bidirectional', values: [false, true] },
  { path: 'model.pool', values: ['last', 'mean', 'max', 'attention'] },
];

/** How symbols are read, where each has a vector. */
export const embedding = ({ embeddingSize }: { readonly embeddingSize: number }): readonly Dimension[] =>
  embeddingSize > 0
    ? [
        { path: 'model.embeddingSize', values: sizesAround(embeddingSize, 1, [8, 512]) },
        { path: 'model.inputDropout', values: [0, 0.1, 0.2, 0.3, 0.5] },
      ]
    : [];
