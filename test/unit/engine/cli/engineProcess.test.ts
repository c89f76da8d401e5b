import { expect, test } from 'vitest';
import { EngineDied } from '../../../../engine/cli/engineProcess.ts';

const crash = `node:internal/modules/esm/resolve:275
    throw new ERR_MODULE_NOT_FOUND(
          ^

Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/opt/rnn studio/dist/worker.mjs' imported from /opt/rnn/dist/engine.mjs
    at finalizeResolution (node:internal/modules/esm/resolve:275:11) {
  code: 'ERR_MODULE_NOT_FOUND'
}

Node.js v24.21.0
`;

test.each([
  ['SIGKILL', '', 'the engine ended unexpectedly (SIGKILL)'],
  ['SIGKILL', 'TypeErrors are rare\n', 'the engine ended unexpectedly (SIGKILL)'],
  [
    'exit code 1',
    crash,
    'the engine ended unexpectedly (exit code 1: Cannot find module a file of RNN Studio imported from a file of RNN Studio)',
  ],
  [
    'SIGABRT',
    'TypeError: once\nFATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n----- Native stack trace -----\n',
    'the engine ended unexpectedly (SIGABRT: Reached heap limit Allocation failed - JavaScript heap out of memory)',
  ],
])('an engine that ended by %s says so, with the last error of its log in words: %j', (how, log, message) => {
  expect(new EngineDied(how, log).message).toBe(message);
});
