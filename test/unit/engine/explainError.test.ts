import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EngineFault, InputError } from '../../../engine/errors.ts';
import { describeFault, explainError } from '../../../engine/explainError.ts';

let log = '';
beforeEach(() => {
  log = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    log += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

test('what is the fault of the input is told as it is, with its place, and not logged', () => {
  const place = { file: 'weather.csv', line: 17 };
  expect(explainError(new InputError('is no number', place))).toEqual({
    message: 'weather.csv:17: is no number',
    isInputError: true,
    place,
  });
  expect(log).toBe('');
});

test('what nobody foresaw becomes one sentence without its stack, and the log gets the whole', () => {
  const error = new TypeError('x is not a function.');
  expect(explainError(error)).toEqual({
    message: 'Something went wrong inside RNN Studio (x is not a function); the log has the details.',
    isInputError: false,
  });
  expect(log).toContain(error.stack);
});

test.each([[new Error('')], [undefined], ['torn'], [new Error('y'.repeat(5000))], [new Error('one\n    at two')]])(
  'anything thrown gives one short line',
  (thrown) => {
    const { message } = explainError(thrown);
    expect(message).toMatch(/^Something went wrong inside RNN Studio( \(.+\))?; the log has the details\.$/);
    expect(message.length).toBeLessThan(300);
  },
);

test('a fault of ours that has words of its own keeps them', () => {
  const fault = new EngineFault('Failed twice at the same place.', { cause: new Error('inner') });
  expect(explainError(fault)).toEqual({ message: fault.message, isInputError: false });
  expect(describeFault(fault)).toBe(fault.message);
  expect(log).toContain('inner');
});
