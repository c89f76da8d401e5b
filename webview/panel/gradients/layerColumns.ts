import type { GradientsEvent } from '../../../engine/protocol.ts';
import type { HeatColumns } from './heatGrid.ts';

/** The gradients of one layer over the training, without the steps that had no such layer. */
export const layerColumns = (events: readonly GradientsEvent[], layer: string): HeatColumns => {
  const found = events.flatMap(({ step, layers }) => {
    const profile = layers.find(({ name }) => name === layer)?.stateGradients;
    return profile ? [{ step, profile }] : [];
  });
  return { steps: found.map(({ step }) => step), profiles: found.map(({ profile }) => profile) };
};
