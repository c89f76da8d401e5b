import { expect, test } from 'vitest';
import { plainReason } from '../../../engine/errors.ts';

test.each([
  ["Cannot find module '/home/ann/.vscode/ext 1/dist/worker.mjs' imported from /home/ann/.vscode/dist/engine.mjs"],
  ["Cannot find module 'C:\\Users\\ann\\dist\\worker.mjs' imported from file:///C:/Users/ann/dist/engine.mjs:17:3"],
  ['spawn failed in node:internal/child_process:420:19 of engine.mjs'],
  ["dlopen(/opt/rnn studio/dist/kernels-linux-x64.node): '/opt/rnn studio/dist/kernels-linux-x64.node' is no ELF"],
])('names no file of the program: %s', (message) => {
  const reason = plainReason(new Error(message));
  expect(reason).toContain('a file of RNN Studio');
  expect(reason).not.toMatch(/dist|\.mjs|node:internal|\.node/);
});

test('ends where the stack begins', () => {
  const { stack = '' } = new TypeError('x is not a function');
  expect(stack.split('\n').length).toBeGreaterThan(2);
  expect(plainReason(stack)).toBe('TypeError: x is not a function');
  expect(plainReason(new Error('first\n    at second'))).toBe('first');
});

test.each([
  "ENOENT: no such file or directory, open '/home/ann/dist/weather.csv'",
  'A compute thread has ended.',
  'needs Node.js 20 or later',
])('leaves everything else as it stands: %s', (message) => {
  expect(plainReason(message)).toBe(message);
});
