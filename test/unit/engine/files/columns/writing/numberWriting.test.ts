import { expect, test } from 'vitest';
import {
  type NumberWriting,
  formatNumber,
  plainWriting,
  shownDecimals,
} from '../../../../../../engine/files/columns/writing/numberWriting.ts';

const e = { letter: 'e', plus: false, digits: 2, isRare: false } as const;

test.each<[number, string, Partial<NumberWriting>]>([
  [1.005, '1.00', { decimals: 2 }],
  [-0.001, '0.00', { decimals: 2 }],
  [12345.678, '12.345,68', { decimals: 2, mark: ',', group: '.' }],
  [1234567, '12,34,567', { group: ',', pairs: true }],
  [999, '999', { group: ',' }],
  [-1500, '(1,500)', { group: ',', minus: '()' }],
  [-7.25, '\u22127.3', { decimals: 1, minus: '\u2212' }],
  [-12, '12-', { minus: 'after' }],
  [911.836, '$911.84', { decimals: 2, before: '$' }],
  [-5, '-$5', { before: '$' }],
  [-5, '$-5', { before: '$', signInside: true }],
  [-5, '($5)', { before: '$', minus: '()' }],
  [0.523, '0,5 %', { decimals: 1, mark: ',', after: ' %' }],
  [7, '+7', { plus: true }],
  [0, '0', { plus: true }],
  [7, '007', { width: 3 }],
  [0.000014123, '1.412e-05', { decimals: 3, exponent: e }],
  [123400, '1.23E+5', { decimals: 2, exponent: { letter: 'E', plus: true, digits: 1, isRare: false } }],
  [5.387e301, '53.9e300', { decimals: 1, exponent: { ...e, digits: 3, power: 300 } }],
  [5e-310, '0.5e-309', { decimals: 1, exponent: { ...e, digits: 3, power: -309 } }],
  [0.25, '0.2500', { decimals: 3, exponent: { ...e, isRare: true } }],
  [0.000025, '2.500e-05', { decimals: 3, exponent: { ...e, isRare: true } }],
  [1e22, '10000000000000000000000.0', { decimals: 1 }],
  [NaN, '', {}],
])('%d is written %s', (value, text, writing) => {
  expect(formatNumber(value, { ...plainWriting, ...writing })).toBe(text);
});

test('a column with exponents shows as many digits without them', () => {
  expect(shownDecimals({ ...plainWriting, decimals: 3, exponent: e }, 1.7e-5)).toBe(8);
  expect(shownDecimals({ ...plainWriting, decimals: 3, exponent: e }, 1.7e9)).toBe(0);
  expect(shownDecimals({ ...plainWriting, decimals: 2 }, 1e-9)).toBe(2);
});
