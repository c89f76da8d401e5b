import { expect, test } from 'vitest';
import { formatRate } from '../../../../webview/learningRate/formatRate.ts';

test('writes two digits of a rate and no zeros behind them', () => {
  expect([0.0179, 0.003, 1.87, 10, 0.1].map(formatRate)).toEqual(['0.018', '0.003', '1.9', '10', '0.1']);
});

test('writes a rate below 1e-4 with its power of ten', () => {
  expect([3.14e-5, 1e-7].map(formatRate)).toEqual(['3.1e−5', '1e−7']);
});
