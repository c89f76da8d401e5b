/** Desktop VS Code for the tests: the program, and a screen for it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findCommand, isExecutable } from './processes.mjs';

/** @returns {Promise<string | undefined>} the program of a downloaded VS Code, else of the one installed here */
export const findDesktop = async () => {
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
  try {
    return await downloadAndUnzipVSCode();
  } catch (error) {
    console.log(`VS Code cannot be downloaded: ${String(error)}`);
  }
  const script = await findCommand('code');
  if (!script) return undefined;
  const bin = dirname(await realpath(script));
  const places = { linux: '../code', darwin: '../../../MacOS/Electron', win32: '../Code.exe' };
  const program = join(bin, places[/** @type {keyof typeof places} */ (process.platform)]);
  return (await isExecutable(program)) ? program : undefined;
};

/** Linux without a display needs a virtual one. */
export const openScreen = async () => {
  if (process.platform !== 'linux' || process.env['DISPLAY']) return { env: {}, close: () => undefined };
  const command = await findCommand('Xvfb');
  if (!command) return undefined;
  const xvfb = spawn(command, ['-displayfd', '1', '-screen', '0', '1400x900x24'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [number] = /** @type {[Buffer]} */ (await once(xvfb.stdout, 'data'));
  return { env: { DISPLAY: `:${number.toString().trim()}` }, close: () => xvfb.kill() };
};
