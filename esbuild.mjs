/**
 * Bundles the extension host, the engine with its command line, and the webviews into dist/.
 * `--watch` goes on and adds source maps.
 */
import { readFileSync } from 'node:fs';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { build, context } from 'esbuild';

const isWatching = process.argv.includes('--watch');
const { version } = /** @type {{ version: string }} */ (JSON.parse(readFileSync('package.json', 'utf8')));

/** Bundled CommonJS dependencies still call `require` for Node's own modules. */
const requireInModules = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  minify: !isWatching,
  sourcemap: isWatching,
  target: 'es2023',
  define: { RNN_STUDIO_VERSION: JSON.stringify(version), HOLIDAYS_MODULE: JSON.stringify('./holidays.cjs') },
  logLevel: 'warning',
  outdir: 'dist',
};

/** Dependencies as modules where they offer them: what esbuild cannot follow in jsonc-parser's other form is left out. */
const mainFields = ['module', 'main'];

/**
 * What the extension loads when it first reads a run, with the library that checks it: a bundle of its own, since even
 * code that is not run has to be read and scanned when the extension starts.
 * @type {import('esbuild').Plugin}
 */
const lazySchemas = {
  name: 'lazy-schemas',
  setup: (build) => {
    build.onResolve({ filter: /\/runSchemas\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './runSchemas.cjs', external: true } : undefined,
    );
  },
};

/** @type {import('esbuild').BuildOptions[]} */
const bundles = [
  {
    ...shared,
    entryPoints: {
      engine: 'engine/server/main.ts',
      worker: 'engine/network/worker.ts',
      ngrams: 'engine/tasks/languageModel/ngram/ngramThread.ts',
      'rnn-studio': 'engine/cli/main.ts',
    },
    outExtension: { '.js': '.mjs' },
    // What several of them share is there once, and a process reads and compiles it in pieces, which takes less memory.
    splitting: true,
    chunkNames: 'shared-[hash]',
    platform: 'node',
    mainFields,
    format: 'esm',
    banner: { js: requireInModules },
  },
  {
    ...shared,
    entryPoints: { extension: 'src/extension.ts', runSchemas: 'engine/runSchemas.ts' },
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    mainFields,
    format: 'cjs',
    external: ['vscode'],
    plugins: [lazySchemas],
    // VS Code loads extensions by `require`.
    supported: { 'dynamic-import': false },
  },
  {
    ...shared,
    entryPoints: {
      panel: 'webview/panel/main.tsx',
      form: 'webview/form/main.tsx',
      learningRate: 'webview/learningRate/main.tsx',
      backtest: 'webview/backtest/main.tsx',
      tune: 'webview/tune/main.tsx',
    },
    platform: 'browser',
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
  },
];

/**
 * The thread that reads and writes HDF5, with its library: 4 MB, which few people need. It lies compressed in dist/,
 * and is unpacked when it is used.
 */
const buildHdf5 = async () => {
  const { outputFiles } = await build({
    ...shared,
    sourcemap: false,
    entryPoints: ['engine/exchange/hdf5Thread.ts'],
    platform: 'node',
    format: 'esm',
    charset: 'utf8',
    // It is run from its text, and the library needs some address to look for files it does not have.
    define: { 'import.meta.url': '"file:///"' },
    write: false,
  });
  for (const { contents } of outputFiles) {
    // The highest quality saves 11 % and takes 6 s.
    const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: contents.length };
    await writeFile('dist/hdf5.mjs.br', brotliCompressSync(contents, { params }));
  }
  await writeFile('dist/hdf5.LICENSE.txt', await readFile('node_modules/h5wasm/LICENSE.txt'));
};

/**
 * Holidays of all countries, with the library that works them out: 1.4 MB, read when a config asks for holidays. Beside it
 * lie the licences of all that is in it; that of the dates asks for them, and for the sources that they name.
 */
const buildHolidays = async () => {
  const { metafile } = await build({
    ...shared,
    sourcemap: false,
    entryPoints: { holidays: 'date-holidays' },
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    mainFields,
    format: 'cjs',
    charset: 'utf8',
    metafile: true,
  });
  /** @type {Set<string>} */
  const packages = new Set();
  for (const path of Object.keys(metafile.inputs)) {
    const [folder] = /node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [];
    if (folder !== undefined) packages.add(folder);
  }
  /** @type {string[]} */
  const texts = [];
  for (const folder of [...packages].sort()) texts.push(await licenceOf(folder));
  await writeFile('dist/holidays.LICENSE.txt', texts.join('\n\n'));
};

/** @param {string} folder of a package */
const licenceOf = async (folder) => {
  const file = (await readdir(folder)).find((name) => /^licen[cs]e/i.test(name));
  if (file === undefined) throw new Error(`${folder} has no licence`);
  return `${folder.replace('node_modules/', '')}\n\n${(await readFile(join(folder, file), 'utf8')).trim()}\n`;
};

/** Pieces of builds before are imported by nothing any more. */
const removeShared = async () => {
  const names = await readdir('dist').catch(() => []);
  const pieces = names.filter((name) => name.startsWith('shared-'));
  await Promise.all(pieces.map((name) => rm(join('dist', name))));
};

await removeShared();
// All are tried, so that one that fails does not hide what is wrong with the others; esbuild has printed why.
const results = await Promise.allSettled([
  ...bundles.map(async (bundle) => (isWatching ? (await context(bundle)).watch() : build(bundle))),
  buildHdf5(),
  buildHolidays(),
]);
if (results.some(({ status }) => status === 'rejected')) process.exitCode = 1;
