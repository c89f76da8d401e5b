import { expect, test } from 'vitest';
import { mapWords, profileWords } from '../../../../../webview/panel/gradients/gradientWords.ts';

test('says which way the gradient of a layer goes', () => {
  expect(mapWords('l0', ['l0'], false)).toContain('from the top down');
  expect(mapWords('l0_reverse', ['l0', 'l0_reverse'], false)).toContain('from the bottom up');
  expect(profileWords(['l0', 'l1'])).not.toContain('backward');
  expect(profileWords(['l0', 'l0_reverse'])).toContain('those of backward layers from left to right');
});

test('tells of a network that predicts at every step that the loss of the last time step alone is looked back from', () => {
  expect(mapWords('l0', ['l0'], false)).not.toContain('only the last one');
  expect(mapWords('l0', ['l0'], true)).toContain('only the last one');
  expect(mapWords('l0', ['l0'], true)).toContain('vanishes');
});

test('tells the gradients that come from above of those from the loss alone', () => {
  const layers = ['l0', 'l0_reverse', 'l1', 'l1_reverse'];
  const hasLayersAbove = layers.map((layer) => mapWords(layer, layers, false).includes('layers above'));
  expect(hasLayersAbove).toEqual([true, true, false, false]);
});
