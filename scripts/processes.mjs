/** Child processes of the scripts: started without a shell, ended with us. */
import { spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Calls `end` when the process that started us is gone: npm, killed, does not tell its children.
 * @param {() => void} end
 * @returns {() => void} ends the watch
 */
export const whenOrphaned = (end) => {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    end();
  }, 500).unref();
  return () => clearInterval(watch);
};

/**
 * Runs a command to its end with our terminal and gives its exit code. Ctrl-C reaches the child by the
 * terminal; we stay alive until it has ended by itself.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @param {(text: string) => void} [onOutput] gets what the child prints, in place of the terminal
 * @returns {Promise<number>}
 */
export const run = async (command, args, options = {}, onOutput) => {
  const child = spawn(command, args, { stdio: onOutput ? ['ignore', 'pipe', 'pipe'] : 'inherit', ...options });
  if (onOutput) for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', onOutput);
  const interrupt = () => undefined;
  const terminate = () => child.kill();
  const unwatch = whenOrphaned(terminate);
  process.on('SIGINT', interrupt).on('SIGTERM', terminate).on('SIGHUP', terminate);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
    });
  } finally {
    unwatch();
    process.off('SIGINT', interrupt).off('SIGTERM', terminate).off('SIGHUP', terminate);
  }
};

/**
 * An option of `run`: what the child prints is news of our progress, and no result of ours.
 * @type {import('node:child_process').SpawnOptions}
 */
export const toStderr = { stdio: ['inherit', 2, 'inherit'] };

/** A command failed that has itself said why. */
export class CommandError extends Error {}

/**
 * As `run`, for commands that must succeed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export const mustRun = async (command, args, options) => {
  const code = await run(command, args, options);
  if (code !== 0) throw new CommandError(`${[command, ...args].join(' ')} ended with exit code ${code}`);
};

/**
 * The npm that runs us, else the one on the PATH, as a command and its first arguments.
 * @returns {{ command: string, args: string[], shell: boolean }}
 */
const npm = () => {
  const cli = process.env['npm_execpath'];
  return cli?.endsWith('.js')
    ? { command: process.execPath, args: [cli], shell: false }
    : { command: 'npm', args: [], shell: process.platform === 'win32' };
};

/**
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export const runNpm = async (args, options) => {
  const { command, args: first, shell } = npm();
  await mustRun(command, [...first, ...args], { shell, ...options });
};

/**
 * The full path of a command on the PATH.
 * @param {string} name
 * @returns {Promise<string | undefined>}
 */
export const findCommand = async (name) => {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const ending of endings) {
      const file = join(folder, name + ending);
      if (folder && (await isExecutable(file))) return file;
    }
  }
  return undefined;
};

/**
 * @param {string} file
 * @returns {Promise<boolean>}
 */
export const isExecutable = (file) =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
