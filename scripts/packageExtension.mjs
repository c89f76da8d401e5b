/** Makes VSIXs. What goes in is .vscodeignore's allow-list, and for a platform the addon with its native kernels. */
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
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
  await runVsce(['--out', out, ...options]);
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
  const ignoreFile = `dist/.vscodeignore-${target}`;
  await writeFile(ignoreFile, `${await readFile('.vscodeignore', 'utf8')}\n!${addon}\n`);
  try {
    const out = `rnn-studio-${target}.vsix`;
    await runVsce(['--target', target, '--ignoreFile', ignoreFile, '--out', out, ...options]);
    return out;
  } finally {
    await rm(ignoreFile);
  }
};

/** @param {readonly string[]} args */
const runVsce = (args) => mustRun(process.execPath, ['node_modules/@vscode/vsce/vsce', 'package', ...args]);
