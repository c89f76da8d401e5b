import { t } from '../../strings.ts';
import { isBackward, topLayer } from './layerName.ts';

/** What the heat map of one of `layers` shows and how to read it. */
export const mapWords = (layer: string, layers: readonly string[], everyStep: boolean): string =>
  [
    t('How much the loss depends on the state h of each time step: the norm of ∂L/∂h.'),
    ...(everyStep
      ? [t('Of the losses at all time steps only the last one counts here: the sum would hide its way.')]
      : []),
    isBackward(layer)
      ? t('This layer reads from the end to the beginning: its gradient goes from the bottom up.')
      : t('The gradient comes from the loss at the end and goes from the top down.'),
    ...(layer.replace('_reverse', '') === topLayer(layers)
      ? []
      : [t('What the layers above send back joins it on its way.')]),
    t(
      'Where it fades on its way, it vanishes, and the network learns nothing from what lies beyond; where it grows, it explodes.',
    ),
  ].join(' ');

/** How to read the lines of these layers over the time steps. */
export const profileWords = (layers: readonly string[]): string =>
  [
    layers.some(isBackward)
      ? t('Gradients go from right to left, those of backward layers from left to right.')
      : t('Gradients go from right to left.'),
    t('A level line keeps its strength; one that loses a power of ten every few steps has soon vanished.'),
  ].join(' ');
