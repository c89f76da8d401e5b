import { expect, test } from 'vitest';
import { twoDecades } from '../../../../../webview/panel/gradients/twoDecades.ts';

test('widens what is narrower than two decades about its middle, and nothing else', () => {
  expect(twoDecades(-3, -3)).toEqual({ from: -4, to: -2 });
  expect(twoDecades(-3, -2)).toEqual({ from: -3.5, to: -1.5 });
  expect(twoDecades(-9, -2)).toEqual({ from: -9, to: -2 });
});
