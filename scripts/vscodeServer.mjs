/**
 * VS Code's own server with its web workbench, for machines without the desktop program: the tests run in it, and
 * `npm start` opens it in a browser. It comes with the npm package code-server, of which only lib/vscode is used.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { runNpm } from './processes.mjs';

const version = '4.139.1';
const installed = `.vscode-test/server-${version}`;
const vscode = 'node_modules/code-server/lib/vscode';
const main = join(installed, vscode, 'out/server-main.js');

/**
 * Installs the server once. It is put together in a folder of this process and renamed into place, so that neither
 * an interrupted nor a second installation at the same time leaves half of one.
 */
const install = async () => {
  await removeAbandonedDrafts();
  if (existsSync(main)) return;
  console.log(`Installing VS Code's server into ${installed} …`);
  const draft = `${installed}.draft-${process.pid}`;
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error'];
  try {
    await mkdir(draft, { recursive: true });
    await runNpm(['install', '--prefix', resolve(draft), ...options, `code-server@${version}`]);
    for (const folder of [vscode, `${vscode}/extensions`]) {
      await runNpm(['install', '--omit=dev', ...options], { cwd: join(draft, folder) });
    }
    await rename(draft, installed);
  } catch (error) {
    if (!existsSync(main)) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
};

/** What killed installations left behind. */
const removeAbandonedDrafts = async () => {
  const names = await readdir('.vscode-test').catch(() => []);
  for (const name of names) {
    const pid = /^server-[\d.]+\.draft-(\d+)$/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) await rm(join('.vscode-test', name), { recursive: true, force: true });
  }
};

/** @param {number} pid */
const isAlive = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/**
 * Where a server keeps its state. Two servers must not share one.
 * @param {string} folder
 */
const stateArguments = (folder) => [
  '--extensions-dir',
  join(resolve(folder), 'extensions'),
  '--user-data-dir',
  join(resolve(folder), 'user'),
  '--server-data-dir',
  join(resolve(folder), 'server'),
];

/**
 * Installs a packaged extension for the servers that are started with the same state folder.
 * @param {string} vsix
 * @param {string} state
 */
export const installExtension = async (vsix, state) => {
  await install();
  const args = [main, '--install-extension', resolve(vsix), '--force', ...stateArguments(state)];
  // The server logs its missing native modules, which it does without: of interest only when this fails.
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${vsix} could not be installed:\n${stdout}${stderr}`);
};

/**
 * Writes the settings of the person who will open a server with this state; an open window takes them up.
 * @param {string} state
 * @param {Readonly<Record<string, unknown>>} settings
 */
export const writeSettings = async (state, settings) => {
  const folder = join(resolve(state), 'user/User');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings, null, 2));
};

/**
 * @typedef {object} Server
 * @property {string} address `http://127.0.0.1:8124`
 * @property {() => Promise<void>} stop ends the server and the extension hosts it started
 */

/**
 * Starts the server, for this machine only, and waits until it answers.
 * @param {object} options
 * @param {string} options.state folder for its extensions, settings and logs
 * @param {string} [options.port] one, or a range `8124-8199` of which the first free one is taken; any free one without
 * @param {boolean} [options.isTrusted] whether every folder is trusted unasked
 * @param {readonly string[]} [options.flags] more of the server's own
 * @param {NodeJS.ProcessEnv} [options.env] more of the environment of the server and of the extension host
 * @param {(line: string) => void} [options.onLog]
 * @returns {Promise<Server>}
 */
export const startServer = async ({
  state,
  port = '0',
  isTrusted = true,
  flags = [],
  env = {},
  onLog = () => undefined,
}) => {
  await install();
  const listen = ['--host', '127.0.0.1', '--port', port, '--without-connection-token', '--accept-server-license-terms'];
  const quiet = [...(isTrusted ? ['--disable-workspace-trust'] : []), '--disable-telemetry'];
  const child = spawn(process.execPath, [main, ...listen, ...quiet, ...stateArguments(state), ...flags], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own: extension hosts and their engines end with it.
    detached: process.platform !== 'win32',
  });
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill();
    const late = setTimeout(() => killGroup(child.pid), 5_000);
    await ended;
    clearTimeout(late);
    killGroup(child.pid);
  };
  const abandon = () => killGroup(child.pid);
  process.once('exit', abandon);
  void ended.then(() => process.off('exit', abandon));

  /** @type {string[]} */
  const log = [];
  /** @type {string} */
  const address = await new Promise((resolve, reject) => {
    const read = (/** @type {string} */ line) => {
      log.push(line);
      onLog(line);
      const port = /Extension host agent listening on (\d+)/.exec(line)?.[1];
      if (port) resolve(`http://127.0.0.1:${port}`);
    };
    createInterface({ input: child.stdout }).on('line', read);
    createInterface({ input: child.stderr }).on('line', read);
    child.once('error', reject);
    void ended.then(() => reject(new Error(`VS Code's server ended at once:\n${log.join('\n')}`)));
  });
  return { address, stop };
};

/** @param {number | undefined} pid of the process that leads the group */
const killGroup = (pid) => {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
};

/**
 * The page that shows a folder or a workspace.
 * @param {string} address
 * @param {string} path of a folder or of a `.code-workspace` file
 * @param {Readonly<Record<string, string>>} [payload] switches of the workbench
 */
export const workbenchUrl = (address, path, payload = {}) => {
  const url = new URL(address);
  const kind = path.endsWith('.code-workspace') ? 'workspace' : 'folder';
  url.searchParams.set(
    kind,
    resolve(path)
      .replaceAll('\\', '/')
      .replace(/^(?!\/)/, '/'),
  );
  url.searchParams.set('payload', JSON.stringify(Object.entries({ skipWelcome: 'true', ...payload })));
  return url.href;
};
