import { expect, it } from 'vitest';
import { mapWords, profileWords } from '../../../../../webview/panel/gradients/gradientWords.ts';

it('says which way the gradient of a layer goes', () => {
  expect(mapWords('l0', ['l0'], 'forecast')).toContain('from the top down');
  expect(mapWords('l0_reverse', ['l0', 'l0_reverse'], 'forecast')).toContain('from the bottom up');
  expect(profileWords(['l0', 'l1'])).not.toContain('backward');
  expect(profileWords(['l0', 'l0_reverse'])).toContain('those of backward layers from left to right');
});

it('does not promise that vanishing can be seen where every time step has a loss', () => {
  expect(mapWords('l0', ['l0'], 'forecast')).toContain('vanishes');
  expect(mapWords('l0', ['l0'], 'language-model')).not.toContain('vanishes');
  expect(mapWords('l0', ['l0'], 'language-model')).toContain('explodes');
});

it('tells the gradients that come from above of those from the loss alone', () => {
  const layers = ['l0', 'l0_reverse', 'l1', 'l1_reverse'];
  const hasLayersAbove = layers.map((layer) => mapWords(layer, layers, 'forecast').includes('layers above'));
  expect(hasLayersAbove).toEqual([true, true, false, false]);
});
