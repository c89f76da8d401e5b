/** Makes VSIXs. What goes in is .vscodeignore's allow-list, and for a platform the addon with its native kernels. */
import { existsSync } from 'node:fs';
import { appendFile, cp, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, matchesGlob, resolve } from 'node:path';
import { build } from './build.mjs';
import { CommandError, mustRun } from './processes.mjs';

// Dependencies are in the bundles; relative links of the README stay as they are, there is no public repository.
const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--skip-license'];

/** @param {string} target */
export const addonOf = (target) => `dist/kernels-${target}.node`;

/** rnn-studio.vsix from a fresh build: it runs on every platform, on WebAssembly. */
export const packageExtension = async () => {
  await build();
  await packageBuilt();
};

/**
 * rnn-studio.vsix from what is built.
 * @returns {Promise<string>} the file
 */
export const packageBuilt = async () => {
  const out = 'rnn-studio.vsix';
  await inCopy((folder) => runVsce(folder, ['--out', resolve(out)]));
  return out;
};

/**
 * rnn-studio-<target>.vsix from what is built.
 * @param {string} target
 * @returns {Promise<string>} the file
 */
export const packageForPlatform = async (target) => {
  const addon = addonOf(target);
  if (!existsSync(addon)) {
    throw new CommandError(`${addon} is missing: build it with "npm run prebuild -- ${target}".`);
  }
  const out = `rnn-studio-${target}.vsix`;
  await inCopy(async (folder) => {
    await appendFile(join(folder, ignoreFile), `\n!${addon}\n`);
    await runVsce(folder, ['--target', target, '--out', resolve(out)]);
  });
  return out;
};

const ignoreFile = '.vscodeignore';

/**
 * Gives `use` a copy of what the allow-list can be about: in the project itself vsce would hold each of the 50,000 files of
 * dependencies and test tools against each pattern.
 * @param {(folder: string) => Promise<void>} use
 */
const inCopy = async (use) => {
  const lines = (await readFile(ignoreFile, 'utf8')).split(/\r?\n/);
  const allowed = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1).replace(/\/.*/s, ''));
  const names = (await readdir('.')).filter((name) => allowed.some((pattern) => matchesGlob(name, pattern)));
  const folder = await mkdtemp(join(tmpdir(), 'rnn-studio-package-'));
  try {
    for (const name of [ignoreFile, ...names]) await cp(name, join(folder, name), { recursive: true });
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/**
 * @param {string} folder
 * @param {readonly string[]} args
 */
const runVsce = (folder, args) =>
  mustRun(process.execPath, [resolve('node_modules/@vscode/vsce/vsce'), 'package', ...args, ...options], {
    cwd: folder,
  });
