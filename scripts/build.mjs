/** Builds dist/: the kernels, the bundles and the JSON schema of run configs. `--watch` rebuilds the bundles on change. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onPinnedNode } from './install.mjs';
import { mustRun } from './processes.mjs';

const schemaFile = 'dist/config.schema.json';

/** @param {readonly string[]} args of esbuild.mjs */
export const build = async (...args) => {
  await mkdir('dist', { recursive: true });
  await mustRun(process.execPath, ['engine/kernels/build.mjs']);
  await writeSchema();
  await mustRun(process.execPath, ['esbuild.mjs', ...args]);
};

/** Builds unless dist/ is newer than all that it is made of. */
export const buildIfStale = async () => {
  const built = existsSync('dist/rnn-studio.mjs') ? (await stat('dist/rnn-studio.mjs')).mtimeMs : 0;
  const sources = ['engine', 'src', 'webview', 'esbuild.mjs', 'package.json', 'package-lock.json'];
  for (const source of sources) if ((await newest(source)) > built) return build();
};

/**
 * @param {string} path of a file, or of a folder with all that is in it
 * @returns {Promise<number>} when it last changed
 */
const newest = async (path) => {
  const { mtimeMs } = await stat(path);
  const entries = (await stat(path)).isDirectory() ? await readdir(path) : [];
  return Math.max(mtimeMs, ...(await Promise.all(entries.map((entry) => newest(join(path, entry))))));
};

/** Gives run configs completion and hovers in the editor; made from the schema that validates them. */
const writeSchema = async () => {
  const { z } = await import('zod');
  const { configSchema } = await import('../engine/config.ts');
  await writeFile(schemaFile, JSON.stringify(z.toJSONSchema(configSchema), null, 1));
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await onPinnedNode();
  await build(...process.argv.slice(2));
}
