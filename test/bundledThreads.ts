import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Plugin } from 'vitest/config';

const folder = resolve('.vscode-test/threads');
/** How a module names the file of a thread that it starts, while it has not been bundled itself. */
const threadName = /'(\.\/\w+\.ts)'(?= : '\.\/\w+\.mjs')/;

/**
 * Compute threads of tests run one bundle instead of a hundred modules: a thread takes as much to start else as most
 * tests take in all. It is made of the sources as they are when the first test asks for it.
 */
export const bundledThreads: Plugin = {
  name: 'bundled-threads',
  enforce: 'pre',
  async transform(code, id) {
    const name = threadName.exec(code)?.[1];
    if (!id.includes('/engine/') || name === undefined || !code.includes('import.meta.url')) return;
    const bundle = await bundleThread(resolve(dirname(id), name));
    return { code: code.replace(threadName, () => JSON.stringify(pathToFileURL(bundle).href)), map: null };
  },
};

const bundleThread = async (entry: string): Promise<string> => {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'es2023',
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    entryNames: '[name]-[hash]',
    metafile: true,
    // Where the kernels are goes by the place of the module that loads them.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(resolve('engine/compute/loadKernels.ts')).href) },
    logLevel: 'warning',
  });
  return resolve(join(...Object.keys(result.metafile.outputs)));
};
