/**
 * The first step of every script that must work on a fresh clone: `npm ci` when node_modules does not hold what
 * package-lock.json names, then on with the Node that it pins. Uses nothing but Node's own modules.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommandError, isExecutable, run, runNpm, toStderr } from './processes.mjs';

/** The repository's root folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

const pinnedNode = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** Installs when needed; where this is not the pinned Node, runs this script again on it and ends with its exit code. */
export const onPinnedNode = async () => {
  process.chdir(root);
  process.once('uncaughtException', (error) => {
    console.error(error instanceof CommandError ? error.message : error);
    process.exit(1);
  });
  if (!isInstalled()) {
    console.error('Installing dependencies …');
    await runNpm(['ci', '--no-audit', '--no-fund'], toStderr);
  }
  // Where npm is set to ignore install scripts, the pinned Node is not in its place yet.
  if (!(await isExecutable(pinnedNode))) await runNpm(['rebuild', 'node', '--ignore-scripts=false'], toStderr);

  const { version } = readJson('node_modules/node/package.json');
  if (process.version !== `v${version}`) process.exit(await run(pinnedNode, process.argv.slice(1)));
};

/** Whether every package that package-lock.json demands is there, in its version. */
const isInstalled = () => {
  try {
    const installed = readJson('node_modules/.package-lock.json').packages;
    return Object.entries(readJson('package-lock.json').packages).every(
      ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
    );
  } catch {
    return false;
  }
};

/**
 * @param {string} file relative to the root
 * @returns {{ version: string, packages: Record<string, { version: string, optional?: boolean }> }}
 */
const readJson = (file) =>
  /** @type {ReturnType<typeof readJson>} */ (JSON.parse(readFileSync(join(root, file), 'utf8')));
