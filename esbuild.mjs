import { build, context } from 'esbuild';
import { readFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/** Bundled CommonJS dependencies still call `require` for Node's own modules. */
const requireInModules =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  minify: !process.argv.includes('--watch'),
  sourcemap: process.argv.includes('--watch'),
  target: 'es2023',
  define: { RNN_STUDIO_VERSION: JSON.stringify(version) },
  logLevel: 'warning',
};

/** @type {import('esbuild').BuildOptions[]} */
const bundles = [
  {
    ...shared,
    entryPoints: { extension: 'src/extension.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
  },
  {
    ...shared,
    entryPoints: {
      engine: 'engine/main.ts',
      worker: 'engine/compute/worker.ts',
      'rnn-studio': 'engine/cli/main.ts',
    },
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    format: 'esm',
    banner: { js: requireInModules },
  },
  {
    ...shared,
    entryPoints: { panel: 'webview/panel/main.tsx', form: 'webview/form/main.tsx' },
    outdir: 'dist',
    platform: 'browser',
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file' },
  },
];

for (const bundle of bundles) {
  if (process.argv.includes('--watch')) await (await context(bundle)).watch();
  else await build(bundle);
}
