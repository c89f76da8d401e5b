import { expect, test } from 'vitest';
import { readDuration } from '../../../../engine/cli/readDuration.ts';

test.each([
  ['90s', 90],
  ['10m', 600],
  ['10 min', 600],
  ['1.5h', 5400],
  ['1h30m', 5400],
  ['1h 30m', 5400],
  ['0.5s', 0.5],
])('%s is %d seconds', (text, seconds) => {
  expect(readDuration('budget', text)).toBe(seconds);
});

test.each(['', '10', 'm', '10 parsecs', '10mm', '-5m', '1h,30m', 'ten minutes'])("'%s' is no time", (text) => {
  expect(() => readDuration('budget', text)).toThrow(`--budget: '${text}' is no time; write 90s, 10m, 1.5h or 1h30m`);
});

test.each([
  ['0m', 'no time at all'],
  ['1000h', 'more than a month'],
])('%s is %s', (text, what) => {
  expect(() => readDuration('budget', text)).toThrow(`--budget: '${text}' is ${what}`);
});
