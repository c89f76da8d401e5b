import type { RecurSpec } from '../networkSpec.ts';

/** Suffixes of the parameters' names, by direction. */
export const directionSuffixes = ['', '_reverse'] as const;

/** Sizes of a recurrent layer, per direction. */
export interface LayerSize {
  /** H */
  readonly hiddenSize: number;
  /** S: values of h, which are H or what they are projected to. */
  readonly stateSize: number;
  /** Values read at a step, and how many of them each direction of the layer below puts out. */
  readonly inputSize: number;
  readonly inputBlock: number;
  readonly directions: 1 | 2;
}

/** All layers from the bottom up, the lowest of which reads `inputSize` values, `inputBlock` of them together. */
export const layerSizesOf = (
  { layers, projSize, bidirectional }: Pick<RecurSpec, 'layers' | 'projSize' | 'bidirectional'>,
  inputSize: number,
  inputBlock = inputSize,
): readonly LayerSize[] => {
  const sizes: LayerSize[] = [];
  for (const H of layers) {
    const below = sizes.at(-1);
    sizes.push({
      hiddenSize: H,
      stateSize: projSize || H,
      inputSize: below ? below.directions * below.stateSize : inputSize,
      inputBlock: below?.stateSize ?? inputBlock,
      directions: bidirectional ? 2 : 1,
    });
  }
  return sizes;
};
