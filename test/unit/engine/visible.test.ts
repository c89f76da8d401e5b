import { expect, test } from 'vitest';
import { InputError } from '../../../engine/errors.ts';
import { visible } from '../../../engine/words/visible.ts';

test.each([
  ['red: \u001b[31mX', 'red: \\x1b[31mX'],
  ['one\ntwo\tthree', 'one\ntwo\tthree'],
  ['over\rwritten', 'over\\x0dwritten'],
  ['\u009b2J', '\\x9b2J'],
  ['abc\u202etxt', 'abc\\u202etxt'],
  ['caf\u00e9 \u2212 \u{1f40e}', 'caf\u00e9 \u2212 \u{1f40e}'],
])('%j is shown as %j', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test('errors say what stands in a file without its control characters', () => {
  const error = new InputError("'\u001b[2J' is not a number", { file: 'a\u0007.csv', line: 3 });
  expect(error.message).toBe("a\\x07.csv:3: '\\x1b[2J' is not a number");
  expect(error.problem).toBe("'\\x1b[2J' is not a number");
});
