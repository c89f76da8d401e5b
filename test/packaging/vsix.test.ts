import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { skipUnless } from '../skipUnless.ts';

const vsix = 'rnn-studio.vsix';

/** The names in the directory of an archive, each after a header of 46 bytes. */
const namesIn = (archive: string): string[] => {
  const bytes = readFileSync(archive);
  const names: string[] = [];
  for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 46)) {
    names.push(bytes.toString('utf8', at + 46, at + 46 + bytes.readUInt16LE(at + 28)));
  }
  return names;
};

const prefix = 'extension/';
const files = namesIn(vsix).flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));

test('the package holds all that the extension loads', () => {
  expect(files).toEqual(
    expect.arrayContaining([
      'package.json',
      'package.nls.json',
      'readme.md',
      'changelog.md',
      'LICENSE.txt',
      'dist/extension.cjs',
      'dist/runSchemas.cjs',
      'dist/engine.mjs',
      'dist/worker.mjs',
      'dist/ngrams.mjs',
      'dist/rnn-studio.mjs',
      'dist/kernels.wasm',
      'dist/hdf5.mjs.br',
      'dist/hdf5.LICENSE.txt',
      'dist/holidays.cjs',
      'dist/holidays.LICENSE.txt',
      'dist/panel.js',
      'dist/form.js',
      'dist/learningRate.js',
      'dist/backtest.js',
      'dist/tune.js',
      'dist/config.schema.json',
      'samples/airline-passengers.csv',
    ]),
  );
});

test('the package holds no sources, tests, tools, runs or dependencies', () => {
  const allowed =
    /^(package(\.nls(\.[\w-]+)?)?\.json|readme\.md|changelog\.md|LICENSE\.txt|(dist|media|l10n|samples)\/[^/]+)$/;
  const forbidden = /\.(ts|tsx|c|h|map)$/;
  expect(files.filter((file) => !allowed.test(file) || forbidden.test(file))).toEqual([]);
});

test('HDF5 takes less than 1 MB of its own, and no other bundle holds it', () => {
  expect(statSync('dist/hdf5.mjs.br').size).toBeLessThan(1024 * 1024);
  const bundles = readdirSync('dist').filter((name) => /\.[cm]js$/.test(name));
  expect(bundles).toEqual(expect.arrayContaining(['extension.cjs', 'engine.mjs', 'rnn-studio.mjs', 'worker.mjs']));
  for (const bundle of bundles) {
    expect(readFileSync(`dist/${bundle}`).includes('H5Fopen'), bundle).toBe(false);
  }
});

test('holidays are a bundle of their own, with the licences of all that is in it', () => {
  const bundles = readdirSync('dist').filter((name) => /\.[cm]?js$/.test(name));
  const holding = bundles.filter((bundle) => readFileSync(`dist/${bundle}`).includes('Weiberfastnacht'));
  expect(holding).toEqual(['holidays.cjs']);
  const licences = readFileSync('dist/holidays.LICENSE.txt', 'utf8');
  for (const part of [
    'date-holidays\n',
    'CC BY-SA 3.0 Attributions',
    'de.wikipedia.org/wiki/Feiertage_in_Deutschland',
    'moment-timezone\n',
    'astronomia\n',
  ]) {
    expect(licences).toContain(part);
  }
});

test('the package is smaller than 3 MB', () => {
  expect(statSync(vsix).size).toBeLessThan(3 * 1024 * 1024);
});

/** File names stand uncompressed in the archive. */
const holds = (archive: string, name: string): boolean => readFileSync(archive).includes(name);

test('the universal package holds no native kernels', () => {
  expect(holds(vsix, 'extension/dist/kernels.wasm')).toBe(true);
  expect(holds(vsix, '.node')).toBe(false);
});

const target = `${process.platform}-${process.arch}`;
const addon = `dist/kernels-${target}.node`;
const isBuilt = skipUnless(existsSync(addon), `${addon} is not built`);

test('a package for a platform holds its native kernels and no other', isBuilt, () => {
  const archive = `rnn-studio-${target}.vsix`;
  execFileSync(process.execPath, ['scripts/package.mjs', '--target', target]);
  expect(holds(archive, `extension/${addon}`)).toBe(true);
  expect(
    readFileSync(archive, 'latin1')
      .match(/extension\/dist\/[\w-]+\.node/g)
      ?.every((name) => name === `extension/${addon}`),
  ).toBe(true);
  expect(statSync(archive).size).toBeLessThan(3 * 1024 * 1024);
  rmSync(archive);
});
