import { describe, expect, test } from 'vitest';
import { formatCount, formatDecimals, formatNumber } from '../../../webview/formatNumber.ts';

describe('formatNumber', () => {
  test.each([
    [0, '0'],
    [0.18234, '0.1823'],
    [2.5, '2.5'],
    [99.999, '100'],
    [1234.5, '1,235'],
    [12_345_678, '12,345,678'],
    [0.00001234, '1.23e−5'],
    [-0.00001234, '−1.23e−5'],
    [3e12, '3e12'],
    [-1.5, '−1.5'],
    [Infinity, '∞'],
    [-Infinity, '−∞'],
    [Number.NaN, '–'],
    [undefined, '–'],
    [null, '–'],
  ])('shows %d as %s with four significant digits', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  test('keeps only as many digits as asked for', () => {
    expect(formatNumber(3.14159, 3)).toBe('3.14');
  });

  test('separates the thousands of a count and rounds it', () => {
    expect(formatCount(12_940.4)).toBe('12,940');
  });

  test('keeps the decimals of a column, zeros too', () => {
    expect(formatDecimals(12, 1)).toBe('12.0');
    expect(formatDecimals(-0.25, 2)).toBe('−0.25');
  });
});
