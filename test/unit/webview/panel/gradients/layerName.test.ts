import { expect, test } from 'vitest';
import { layerName, layerOf } from '../../../../../webview/panel/gradients/layerName.ts';

test.each([
  ['rnn.weight_ih_l0', 'l0', 'layer 0'],
  ['rnn.bias_hh_l12_reverse', 'l12_reverse', 'layer 12, backward'],
  ['rnn.weight_hr_l1', 'l1', 'layer 1'],
  ['head.weight', 'head', 'output layer'],
  ['embedding.weight', 'embedding', 'embedding'],
  ['rnn.h0', 'rnn', 'rnn'],
])('knows that %s belongs to %s, which is called %s', (tensor, layer, name) => {
  expect(layerOf(tensor)).toBe(layer);
  expect(layerName(layer)).toBe(name);
});
