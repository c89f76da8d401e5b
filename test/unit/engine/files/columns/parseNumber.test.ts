import { expect, test } from 'vitest';
import { NumberParser, parseNumber } from '../../../../../engine/files/columns/parseNumber.ts';

test('decimal numbers are read to the nearest binary64, as JavaScript itself reads them', () => {
  const texts = [
    '0',
    '-0.5',
    '+3',
    '.25',
    '5.',
    '1e3',
    '-2.5E-3',
    '0.1',
    '123456.789',
    '9007199254740993',
    '3.141592653589793238',
  ];
  for (const text of texts) expect(parseNumber(text, false)).toBe(Number(text));
  let state = 1;
  for (let count = 0; count < 20_000; count++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    const text = (state / 65536 - 20_000).toFixed(state % 12);
    expect(parseNumber(text, false)).toBe(Number(text));
  }
});

test('blanks around a number do not matter', () => {
  expect(parseNumber('  12.5\t', false)).toBe(12.5);
});

test('what is no finite decimal number is NaN', () => {
  for (const text of [
    '',
    ' ',
    '-',
    '.',
    'n/a',
    'NaN',
    'inf',
    '-Infinity',
    '1,5',
    '1 000',
    '0x10',
    '1e',
    '1e999',
    '1.2.3',
    '12a',
    '1_0',
  ]) {
    expect(parseNumber(text, false), text).toBeNaN();
  }
});

test('the decimal mark may be a comma where that is said, once', () => {
  expect(parseNumber('-1,25', true)).toBe(-1.25);
  expect(parseNumber('1,5e2', true)).toBe(150);
  expect(parseNumber('1.000,5', true)).toBeNaN();
});

test('decimals are counted as written, none for exponents', () => {
  const parser = new NumberParser(true);
  const decimals = ['12', '12.50', '-0,125', '1.5e-3', '3.', ' 0.5 ', '0.1234567890123456789'].map((text) => {
    parser.parse(text);
    return parser.decimals;
  });
  expect(decimals).toEqual([0, 2, 3, 0, 0, 1, 19]);
});
