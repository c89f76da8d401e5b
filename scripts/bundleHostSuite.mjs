/** Bundles test/host for the extension host, which loads one CommonJS file. */
import { readdir } from 'node:fs/promises';
import { build } from 'esbuild';

const folder = 'test/host';
const output = 'dist-test/index.cjs';

/**
 * `run` of index.ts gets a function that loads every test file of the folder, so that none can be forgotten; it is
 * called once mocha's `suite` and `test` are there.
 * @returns {Promise<string>} the bundle's path
 */
export const bundleHostSuite = async () => {
  const tests = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.test.ts')).sort();
  const load = tests.map((file) => `require(${JSON.stringify(`./${file.replaceAll('\\', '/')}`)});`).join('\n');
  const entry = `import { run as runIndex } from './index.ts';\nexport const run = () => runIndex(() => {\n${load}\n});`;
  await build({
    stdin: { contents: entry, resolveDir: folder, sourcefile: 'suite.ts' },
    outfile: output,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'es2023',
    sourcemap: 'inline',
    external: ['vscode'],
    logLevel: 'warning',
    logOverride: { 'require-resolve-not-external': 'silent' }, // mocha's parallel runs, which nobody starts
  });
  return output;
};
