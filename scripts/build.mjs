/** Builds dist/: the kernels, the bundles and the JSON schema of run configs. `--watch` rebuilds the bundles on change. */
import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onPinnedNode } from './install.mjs';
import { mustRun, toStderr } from './processes.mjs';

const sources = ['engine', 'src', 'webview', 'esbuild.mjs', 'package.json', 'package-lock.json'];

/** @param {readonly string[]} args of esbuild.mjs */
export const build = async (...args) => {
  await mkdir('dist', { recursive: true });
  await unlessFresh('dist/.kernels', ['engine/kernels'], () =>
    mustRun(process.execPath, ['engine/kernels/build.mjs'], toStderr),
  );
  await writeSchema();
  await mustRun(process.execPath, ['esbuild.mjs', ...args], toStderr);
};

/** Builds unless dist/ is newer than all that it is made of. */
export const buildIfStale = () => unlessFresh('dist/.built', sources, build);

/**
 * @param {string} stamp a file written once `make` has succeeded
 * @param {readonly string[]} from files and folders
 * @param {() => Promise<void>} make
 */
export const unlessFresh = async (stamp, from, make) => {
  const start = new Date();
  const [made, ...changes] = await Promise.all([stampTime(stamp), ...from.map(newest)]);
  if (made > Math.max(...changes)) return;
  await rm(stamp, { force: true });
  await make();
  await writeFile(stamp, start.toISOString());
};

/**
 * @param {string} stamp
 * @returns {Promise<number>} when the making began, 0 for never
 */
const stampTime = (stamp) => readFile(stamp, 'utf8').then(Date.parse, () => 0);

/**
 * @param {string} path of a file, or of a folder with all that is in it
 * @returns {Promise<number>} when it last changed
 */
const newest = async (path) => {
  const status = await stat(path);
  const entries = status.isDirectory() ? await readdir(path) : [];
  return Math.max(status.mtimeMs, ...(await Promise.all(entries.map((entry) => newest(join(path, entry))))));
};

/** Gives run configs completion and hovers in the editor; made from the schema that validates them. */
const writeSchema = async () => {
  const { z } = await import('zod');
  const { configSchema } = await import('../engine/tasks/config/configSchema.ts');
  await writeFile('dist/config.schema.json', JSON.stringify(z.toJSONSchema(configSchema), null, 1));
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await onPinnedNode();
  await build(...process.argv.slice(2));
}
