import type { ModelConfig } from '../../config.ts';

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

export type SizedModel = Pick<ModelConfig, 'hiddenSize' | 'numLayers' | 'layerSizes' | 'projSize' | 'bidirectional'>;

/** All layers from the bottom up, the lowest of which reads `inputSize` values. */
export const layerSizesOf = (model: SizedModel, inputSize: number): readonly LayerSize[] => {
  const { hiddenSize, numLayers, projSize } = model;
  const sizes: LayerSize[] = [];
  for (const H of model.layerSizes ?? new Array<number>(numLayers).fill(hiddenSize)) {
    const below = sizes.at(-1);
    sizes.push({
      hiddenSize: H,
      stateSize: projSize || H,
      inputSize: below ? below.directions * below.stateSize : inputSize,
      inputBlock: below?.stateSize ?? inputSize,
      directions: model.bidirectional ? 2 : 1,
    });
  }
  return sizes;
};
