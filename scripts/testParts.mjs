/** The parts of `npm test`, in three lists, each in the order in which its parts run. */
import { mkdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { buildIfStale } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { testInDesktop, testInServer } from './hostTests.mjs';
import { packageBuilt } from './packageExtension.mjs';
import { run } from './processes.mjs';
import { fromExitCode, fromVitestReport, sum } from './testResult.mjs';

/** @typedef {import('./testResult.mjs').TestResult} TestResult */

const reports = '.vscode-test/reports';
/** What goes by the content of files, and so can be kept from one run to the next. */
const caches = '.vscode-test/caches';

/** The compiled code of tests and product: every test file and compute thread would compile its own else. */
const cachingCode = () => ({ ...process.env, NODE_COMPILE_CACHE: resolve(caches, 'code') });

/**
 * @param {string} script of a development dependency
 * @param {readonly string[]} args
 * @param {(text: string) => void} [print]
 * @returns {Promise<TestResult>}
 */
const check = async (script, args, print) =>
  fromExitCode(await run(process.execPath, [`node_modules/${script}`, ...args], { env: cachingCode() }, print));

/**
 * @param {string} project of vitest.config.mjs
 * @param {(text: string) => void} [print]
 * @param {string} [workers] how many, or a share of the cores
 * @returns {Promise<TestResult>}
 */
const vitest = async (project, print, workers = '100%') => {
  const report = `${reports}/${project}.json`;
  await mkdir(reports, { recursive: true });
  await rm(report, { force: true });
  const args = [
    'run',
    '--project',
    `${project}*`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${report}`,
    `--maxWorkers=${workers}`,
  ];
  const code = await run(process.execPath, ['node_modules/vitest/vitest.mjs', ...args], { env: cachingCode() }, print);
  const result = await fromVitestReport(report);
  return code !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result;
};

/**
 * Runs a thing once, however many parts ask for it.
 * @template T
 * @param {() => Promise<T>} make
 */
const once = (make) => {
  /** @type {Promise<T> | undefined} */
  let made;
  return () => (made ??= make());
};

const built = once(buildIfStale);
const packaged = once(async () => {
  await built();
  await packageBuilt();
});

/** @typedef {(print?: (text: string) => void) => Promise<TestResult>} Part */

/**
 * Workers for tests that wait for processes and windows a good part of their time. As a number: of a share of the
 * cores, vitest takes no more than there are.
 */
const waiting = String(availableParallelism() + 1);

/**
 * Parts that run one after the other. What they have to say goes to the terminal.
 * @type {Record<string, Part>}
 */
export const tests = {
  unit: async () => {
    await built();
    return vitest('unit');
  },
  long: async () => {
    await built();
    return vitest('long', undefined, waiting);
  },
  cli: async () => {
    await built();
    return vitest('cli', undefined, waiting);
  },
};

/**
 * Parts that keep one core busy each, and run one after the other beside `tests`: first those that only read the
 * sources, the longest first. `print` gets what they have to say.
 * @type {Record<string, Part>}
 */
export const besides = {
  lint: (print) => check('oxlint/bin/oxlint', [], print),
  // With one checker: several find out the same types each, which pays where there are cores for them.
  types: async (print) => {
    const results = [];
    for (const project of ['.', 'webview', 'test/browser'])
      results.push(await check('typescript/bin/tsc', ['--project', project, '--checkers', '1'], print));
    return sum(results);
  },
  format: (print) => check('oxfmt/bin/oxfmt', ['--check'], print),
  unused: (print) => check('knip/bin/knip.js', ['--no-progress'], print),
  packaging: async (print) => {
    await packaged();
    return vitest('packaging', print);
  },
  host: async (print) => {
    await built();
    return testInServer(print);
  },
  desktop: async () => {
    await built();
    return testInDesktop();
  },
};

/**
 * Parts that run after all others, with the machine for themselves.
 * @type {Record<string, Part>}
 */
export const alone = {
  browser: async () => {
    await packaged();
    await ensureChromium();
    return vitest('browser', undefined, waiting);
  },
};
