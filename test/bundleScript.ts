import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/**
 * One file of a script and all that it imports, which a process or thread of its own starts from in a third of the time.
 * @param entry its source; it may not start threads by itself
 * @returns the path of the bundle, made of the sources as they are now
 */
export const bundleScript = async (entry: string): Promise<string> => {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'es2023',
    mainFields: ['module', 'main'],
    outdir: '.vscode-test/scripts',
    outExtension: { '.js': '.mjs' },
    entryNames: '[name]-[hash]',
    metafile: true,
    // Where the kernels are goes by the place of the module that loads them.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(resolve('engine/compute/loadKernels.ts')).href) },
    logLevel: 'warning',
  });
  return resolve(join(...Object.keys(result.metafile.outputs)));
};
