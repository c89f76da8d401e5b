import { expect, test } from 'vitest';
import { readNumber } from '../../../../webview/form/readNumber.ts';

const size = { isWhole: true, low: 1, high: 8192 };
const rate = { isWhole: false, low: Number.MIN_VALUE, high: Infinity };

test.each([
  ['64', 64],
  [' 128 ', 128],
  ['1e3', 1000],
])('reads %j as %d', (text, value) => {
  expect(readNumber(text, size)).toEqual({ value });
});

test('reads a decimal comma', () => {
  expect(readNumber('0,003', rate)).toEqual({ value: 0.003 });
});

test('hands an emptied field back to the automatic choice', () => {
  expect(readNumber('  ', size)).toEqual({ value: undefined });
});

test.each([
  ['abc', size, "'abc' is not a number"],
  ['12.5', size, '12.5 is not a whole number'],
  ['0', size, 'Must be 1 or more'],
  ['8193', size, 'Must be 8192 or less'],
  ['0', rate, 'Must be above 0'],
  ['Infinity', rate, 'Must be Infinity or less'],
])('refuses %j with the reason', (text, rule, problem) => {
  expect(readNumber(text, rule)).toEqual({ value: undefined, problem });
});
