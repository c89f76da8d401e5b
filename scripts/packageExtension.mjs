/** Makes a VSIX from a fresh build. What goes in is .vscodeignore's allow-list, and the addon of the target. */
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { build } from './build.mjs';
import { CommandError, mustRun } from './processes.mjs';

/**
 * @param {string} [target] a platform whose native kernels go in, to rnn-studio-<target>.vsix; without one
 *   rnn-studio.vsix, which runs on every platform, on WebAssembly
 */
export const packageExtension = async (target) => {
  await build();
  // Dependencies are in the bundles; relative links of the README stay as they are, there is no public repository.
  const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--skip-license'];
  if (!target) {
    await runVsce(['--out', 'rnn-studio.vsix', ...options]);
    return;
  }
  const addon = `dist/kernels-${target}.node`;
  if (!existsSync(addon)) {
    throw new CommandError(`${addon} is missing: build it with "npm run prebuild -- ${target}".`);
  }
  const ignoreFile = `dist/.vscodeignore-${target}`;
  await writeFile(ignoreFile, `${await readFile('.vscodeignore', 'utf8')}\n!${addon}\n`);
  try {
    const out = `rnn-studio-${target}.vsix`;
    await runVsce(['--target', target, '--ignoreFile', ignoreFile, '--out', out, ...options]);
  } finally {
    await rm(ignoreFile);
  }
};

/** @param {readonly string[]} args */
const runVsce = (args) => mustRun(process.execPath, ['node_modules/@vscode/vsce/vsce', 'package', ...args]);
