/**
 * `npm start [-- folder]`: builds the extension and opens VS Code with it on a folder, samples/ when none is given:
 * the desktop program when `code` is on the PATH, else VS Code in the browser. Ctrl-C ends what was started.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildIfStale } from './build.mjs';
import { onPinnedNode, root } from './install.mjs';
import { addonOf, packageBuilt, packageForPlatform } from './packageExtension.mjs';
import { findCommand, run, whenOrphaned } from './processes.mjs';
import { installExtension, startServer, workbenchUrl } from './vscodeServer.mjs';

const argument = process.argv[2];
const folder = argument ? resolve(process.env['INIT_CWD'] ?? '.', argument) : resolve(root, 'samples');
if (!existsSync(folder)) {
  console.error(`${folder} does not exist.`);
  process.exit(2);
}
await onPinnedNode();

const hasDesktop = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
if (!(await openDesktop())) await openBrowser();

/** @returns {Promise<boolean>} whether desktop VS Code was there and took the folder */
async function openDesktop() {
  const code = await findCommand('code');
  // In a terminal of a remote VS Code, `code` is a messenger to that window and takes no extension.
  if (!code || !hasDesktop || process.env['VSCODE_IPC_HOOK_CLI']) return false;
  await buildIfStale();
  const shell = code.endsWith('.cmd');
  const args = ['--new-window', '--disable-workspace-trust', `--extensionDevelopmentPath=${resolve(root)}`, folder];
  console.log(`Opening ${folder} in VS Code …`);
  return (await run(shell ? `"${code}"` : code, shell ? args.map((arg) => `"${arg}"`) : args, { shell })) === 0;
}

/** Serves VS Code until Ctrl-C. */
async function openBrowser() {
  const state = '.vscode-test/start';
  await buildIfStale();
  const target = `${process.platform}-${process.arch}`;
  const vsix = existsSync(addonOf(target)) ? await packageForPlatform(target) : await packageBuilt();
  await installExtension(vsix, state);
  const server = await startServer({ state, port: '8124-8199' });
  const stop = () => void server.stop().then(() => process.exit(0));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, stop);
  whenOrphaned(stop);
  const address = workbenchUrl(server.address, folder);
  console.log(`\nVS Code with RNN Studio is ready:\n\n  ${address}\n\nCtrl-C stops it.`);
  await showPage(address);
}

/** @param {string} address opened in the person's browser, where there is one */
async function showPage(address) {
  const opener = { darwin: 'open', win32: 'explorer' }[/** @type {string} */ (process.platform)] ?? 'xdg-open';
  const command = hasDesktop && (await findCommand(opener));
  if (command) await run(command, [address], { stdio: 'ignore' });
}
