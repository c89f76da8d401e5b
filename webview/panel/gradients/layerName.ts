import { t } from '../../strings.ts';

/** The layer that a parameter tensor belongs to: `l1_reverse` of `rnn.weight_ih_l1_reverse`, `head` of `head.bias`. */
export const layerOf = (tensor: string): string =>
  /_(l\d+(?:_reverse)?)$/.exec(tensor)?.[1] ?? tensor.split('.', 1)[0] ?? tensor;

/** Of recurrent layers, in their order, the one nearest to the loss, that of reading forward. */
export const topLayer = (layers: readonly string[]): string | undefined =>
  layers.findLast((layer) => !isBackward(layer));

/** Whether a layer reads from the end to the beginning. */
export const isBackward = (layer: string): boolean => layer.endsWith('_reverse');

/** A layer as a person calls it, with the number that its tensors carry. */
export const layerName = (layer: string): string => {
  const [, number, reverse] = /^l(\d+)(_reverse)?$/.exec(layer) ?? [];
  if (number !== undefined) return reverse ? t('layer {0}, backward', number) : t('layer {0}', number);
  if (layer === 'head') return t('output layer');
  return layer === 'embedding' ? t('embedding') : layer;
};

/** A gate as a person calls it; `hidden` are the units of an Elman network. */
export const gateName = (gate: string): string => {
  switch (gate) {
    case 'input':
      return t('input gate');
    case 'forget':
      return t('forget gate');
    case 'candidate':
      return t('candidate');
    case 'output':
      return t('output gate');
    case 'reset':
      return t('reset gate');
    case 'update':
      return t('update gate');
    case 'hidden':
      return t('hidden units');
    default:
      return gate;
  }
};
