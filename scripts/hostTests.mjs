/**
 * The mocha suite of test/host inside the extension host: of VS Code's web server, driven by a browser, and of the
 * desktop program. Both open a workspace of two folders: a fresh copy of samples/ and an empty one.
 */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { format } from 'node:util';
import { bundleHostSuite } from './bundleHostSuite.mjs';
import { chromiumArguments, ensureChromium, keepStill } from './chromium.mjs';
import { findDesktop, openScreen } from './desktop.mjs';
import { startServer, workbenchUrl } from './vscodeServer.mjs';

/** @typedef {import('./testResult.mjs').TestResult} TestResult */

/** In milliseconds. It only ends hangs: a busy machine takes its time. */
const longestRun = 60 * 60_000;

/**
 * Runs with a temporary folder that holds the workspace and the file the suite reports to.
 * @param {(place: { folder: string, workspace: string, env: Record<string, string> }) => Promise<number>} test gives the suite's exit code
 * @returns {Promise<TestResult>}
 */
const withWorkspace = async (test) => {
  const folder = await mkdtemp(join(tmpdir(), 'rnn-studio-host-'));
  const workspace = join(folder, 'test.code-workspace');
  const report = join(folder, 'report.json');
  try {
    await cp('samples', join(folder, 'samples'), { recursive: true, filter: (path) => !path.includes('.rnn-studio') });
    await mkdir(join(folder, 'second'));
    await writeFile(workspace, JSON.stringify({ folders: [{ path: 'samples' }, { path: 'second' }] }));
    const code = await test({ folder, workspace, env: { RNN_STUDIO_TEST_REPORT: report } });
    const result = /** @type {TestResult} */ (JSON.parse(await readFile(report, 'utf8')));
    return code !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/**
 * @param {(text: string) => void} [print] gets what mocha prints
 * @returns {Promise<TestResult>}
 */
export const testInServer = async (print = (text) => void process.stdout.write(text)) => {
  const suite = await bundleHostSuite();
  const executablePath = await ensureChromium();
  const { chromium } = await import('playwright-core');
  return withWorkspace(async ({ folder, workspace, env }) => {
    /** @type {string[]} */
    const log = [];
    const server = await startServer({
      state: join(folder, 'state'),
      flags: ['--enable-smoke-test-driver'],
      env,
      onLog: (line) => log.push(line),
    });
    const browser = await chromium.launch({ executablePath, args: chromiumArguments });
    try {
      const page = await browser.newPage({ reducedMotion: 'reduce' });
      await page.addInitScript(keepStill);
      /** @type {Promise<number>} */
      const ended = new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error(`no result of the suite:\n${log.join('\n')}`)), longestRun).unref();
        void page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => resolve(code));
      });
      await page.exposeFunction(
        'codeAutomationLog',
        (/** @type {string} */ _type, /** @type {readonly unknown[]} */ args) => print(readLog(args)),
      );
      const remote = (/** @type {string} */ path) => `vscode-remote://${new URL(server.address).host}${resolve(path)}`;
      await page.goto(
        workbenchUrl(server.address, workspace, {
          extensionDevelopmentPath: remote('.'),
          extensionTestsPath: remote(suite),
          enableProposedApi: '',
        }),
      );
      return await ended;
    } finally {
      await browser.close();
      await server.stop();
    }
  });
};

/**
 * A line that mocha prints, which is indented or has a place to fill; nothing of the workbench's own log.
 * @param {readonly unknown[]} args
 */
const readLog = (args) => {
  const text = String(args[0]);
  return /^(%(?!c)|\s)/.test(text) ? `${format(text, ...args.slice(1))}\n` : '';
};

/** @returns {Promise<TestResult>} */
export const testInDesktop = async () => {
  const vscodeExecutablePath = await findDesktop();
  if (!vscodeExecutablePath) return skipped('there is no desktop VS Code, and it cannot be downloaded');
  const screen = await openScreen();
  if (!screen) return skipped('there is no screen, and no Xvfb to make one');
  const suite = await bundleHostSuite();
  const { runTests } = await import('@vscode/test-electron');
  try {
    return await withWorkspace(({ folder, workspace, env }) =>
      runTests({
        vscodeExecutablePath,
        extensionDevelopmentPath: resolve('.'),
        extensionTestsPath: resolve(suite),
        extensionTestsEnv: { ...env, ...screen.env },
        launchArgs: [workspace, '--disable-workspace-trust', '--user-data-dir', join(folder, 'user'), '--no-sandbox'],
      }),
    );
  } finally {
    screen.close();
  }
};

/** @param {string} why */
const skipped = (why) => ({ passed: 0, failed: 0, skipped: 1, skips: [why] });
