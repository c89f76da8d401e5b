import { expect, test } from 'vitest';
import { joinFacts } from '../../../webview/joinFacts.ts';

test('a line of facts breaks between them only, after the dot', () => {
  const line = joinFacts(['finished', 'epoch 3/40', '9 s of training']);
  expect(line.replaceAll('\u00a0', ' ')).toBe('finished · epoch 3/40 · 9 s of training');
  expect(line.split(' ')).toEqual(['finished\u00a0·', 'epoch\u00a03/40\u00a0·', '9\u00a0s\u00a0of\u00a0training']);
});
