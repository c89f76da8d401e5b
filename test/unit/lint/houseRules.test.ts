import { expect, test } from 'vitest';
import { lintMessages } from './lintMessages.ts';

const messagesOf = lintMessages(
  'house/file-name',
  'no-restricted-syntax',
  'max-lines',
  '@typescript-eslint/max-params',
  'no-console',
);

const lines = (count: number): string => 'export {};\n'.repeat(count);

test.each([
  ['engine/files/utils.ts', 'export {};', "Name the file after what it exports: 'utils' says nothing."],
  ['src/runs/run-tree.ts', 'export {};', "File names are camelCase: 'run-tree'."],
  ['engine/x.ts', 'export default 1;', 'Export by name.'],
  [
    'engine/x.ts',
    'export const maxRows = 5;',
    'How many there may be is called most…, how long something may be longest….',
  ],
  [
    'engine/x.ts',
    'export const f = (a: 1, b: 1, c: 1, d: 1, e: 1, g: 1, h: 1, i: 1) => [a, b, c, d, e, g, h, i];',
    'Arrow function has too many parameters (8). Maximum allowed is 7.',
  ],
  ['engine/x.ts', lines(351), 'File has too many lines (351). Maximum allowed is 350.'],
  ['test/unit/x.test.ts', lines(501), 'File has too many lines (501). Maximum allowed is 500.'],
  ['src/x.ts', "console.log('here');", 'Unexpected console statement.'],
  ['test/cli/x.test.ts', "test.skip('later', () => {});", 'The summary says why a test was skipped: use skipUnless.'],
  ['test/host/x.test.ts', 'this.skip();', 'The summary says why a test was skipped: use skipUnless.'],
  [
    'test/browser/x.test.ts',
    "import type { Frame } from 'playwright-core';",
    'VS Code replaces frames at any time: use WebviewFrame, which finds its frame at each use.',
  ],
  [
    'test/browser/x.test.ts',
    'await page.waitForTimeout(100);',
    'Wait for what is to happen: a busy machine takes longer.',
  ],
])('%s with %j fails the lint', async (file, code, message) => {
  expect(await messagesOf(file, code)).toEqual([message]);
});

test.each([
  ['engine/files/readTable.ts', lines(350)],
  ['test/unit/x.test.ts', lines(500)],
  ['scripts/x.mjs', "console.log('here');"],
])('%s with as much as it may have passes', async (file, code) => {
  expect(await messagesOf(file, code)).toEqual([]);
});
