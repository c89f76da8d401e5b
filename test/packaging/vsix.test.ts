import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { expect, test } from 'vitest';

const vsix = 'rnn-studio.vsix';

/** What `vsce` puts into the package, by the same allow-list. */
const files = execFileSync(process.execPath, ['node_modules/@vscode/vsce/vsce', 'ls', '--no-dependencies'], {
  encoding: 'utf8',
})
  .trim()
  .split(/\r?\n/);

test('the package holds all that the extension loads', () => {
  expect(files).toEqual(
    expect.arrayContaining([
      'package.json',
      'package.nls.json',
      'README.md',
      'CHANGELOG.md',
      'LICENSE',
      'dist/extension.cjs',
      'dist/engine.mjs',
      'dist/worker.mjs',
      'dist/rnn-studio.mjs',
      'dist/kernels.wasm',
      'dist/panel.js',
      'dist/form.js',
      'dist/config.schema.json',
      'samples/airline-passengers.csv',
    ]),
  );
});

test('the package holds no sources, tests, tools, runs or dependencies', () => {
  const allowed =
    /^(package(\.nls(\.[\w-]+)?)?\.json|README\.md|CHANGELOG\.md|LICENSE|(dist|media|l10n|samples)\/[^/]+)$/;
  const forbidden = /\.(ts|tsx|c|h|map)$/;
  expect(files.filter((file) => !allowed.test(file) || forbidden.test(file))).toEqual([]);
});

test('the package is smaller than 3 MB', () => {
  expect(statSync(vsix).size).toBeLessThan(3 * 1024 * 1024);
});
