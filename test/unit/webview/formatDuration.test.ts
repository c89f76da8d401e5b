import { expect, test } from 'vitest';
import { formatDuration } from '../../../webview/formatDuration.ts';

test.each([
  [0, '0 s'],
  [0.84, '0.8 s'],
  [14.2, '14 s'],
  [59.6, '1 min'],
  [60, '1 min'],
  [200, '3 min 20 s'],
  [3599.9, '1 h'],
  [7500, '2 h 5 min'],
  [-1, '0 s'],
])('says %d seconds as %s, in one line', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text.replaceAll(' ', '\u00a0'));
});
