import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vitest/config';
import { bundleScript } from './bundleScript.ts';

/** How a module names the file of a thread that it starts, while it has not been bundled itself. */
const threadName = /'(\.\/\w+\.ts)'(?= : '\.\/\w+\.mjs')/;

/**
 * Compute threads of tests run one bundle instead of a hundred modules: a thread takes as much to start else as most
 * tests take in all.
 */
export const bundledThreads: Plugin = {
  name: 'bundled-threads',
  enforce: 'pre',
  async transform(code, id) {
    const name = threadName.exec(code)?.[1];
    if (!id.includes('/engine/') || name === undefined || !code.includes('import.meta.url')) return;
    const bundle = await bundleScript(resolve(dirname(id), name));
    return { code: code.replace(threadName, () => JSON.stringify(pathToFileURL(bundle).href)), map: null };
  },
};
