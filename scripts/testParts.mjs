/** The parts of `npm test`, in the order in which they run: cheap ones first. */
import { mkdir, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buildIfStale } from './build.mjs';
import { testInDesktop, testInServer } from './hostTests.mjs';
import { packageExtension } from './packageExtension.mjs';
import { run } from './processes.mjs';
import { fromExitCode, fromVitestReport, sum } from './testResult.mjs';

/** @typedef {import('./testResult.mjs').TestResult} TestResult */

const reports = '.vscode-test/reports';
/** What goes by the content of files, and so can be kept from one run to the next. */
const caches = '.vscode-test/caches';

/** The compiled code of tests and product: every test file and compute thread would compile its own else. */
const env = { ...process.env, NODE_COMPILE_CACHE: resolve(caches, 'code') };

/**
 * @param {(text: string) => void} print
 * @param {string} script of a development dependency
 * @param {readonly string[]} args
 * @returns {Promise<TestResult>}
 */
const check = async (print, script, args) =>
  fromExitCode(await run(process.execPath, [`node_modules/${script}`, ...args], { env }, print));

/**
 * @param {string} project of vitest.config.mjs
 * @returns {Promise<TestResult>}
 */
const vitest = async (project) => {
  const report = `${reports}/${project}.json`;
  await mkdir(reports, { recursive: true });
  await rm(report, { force: true });
  const args = ['run', '--project', `${project}*`, '--reporter=default', '--reporter=json', `--outputFile=${report}`];
  const code = await run(process.execPath, ['node_modules/vitest/vitest.mjs', ...args], { env });
  const result = await fromVitestReport(report);
  return code !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result;
};

/**
 * Parts that only read the sources and keep one core busy each, the longest first: they run beside each other and the
 * unit tests. `print` gets what they have to say.
 * @type {Record<string, (print: (text: string) => void) => Promise<TestResult>>}
 */
export const sourceChecks = {
  lint: (print) => check(print, 'eslint/bin/eslint.js', ['--max-warnings', '0', '.']),
  types: async (print) => {
    const results = [];
    for (const project of ['.', 'webview', 'test/browser']) {
      const known = `${caches}/types of ${project.replace('/', ' ')}.tsbuildinfo`;
      const args = ['--project', project, '--incremental', '--tsBuildInfoFile', known];
      results.push(await check(print, 'typescript/bin/tsc', args));
    }
    return sum(results);
  },
  format: (print) => {
    const cache = ['--cache', '--cache-strategy', 'content', '--cache-location', `${caches}/format`];
    return check(print, 'prettier/bin/prettier.cjs', ['--check', '.', ...cache]);
  },
  unused: (print) => check(print, 'knip/bin/knip.js', ['--no-progress']),
};

/**
 * Parts that run one after the other.
 * @type {Record<string, () => Promise<TestResult>>}
 */
export const tests = {
  unit: async () => {
    await buildIfStale();
    return vitest('unit');
  },
  long: async () => {
    await buildIfStale();
    return vitest('long');
  },
  cli: async () => {
    await buildIfStale();
    return vitest('cli');
  },
  packaging: async () => {
    await packageExtension();
    return vitest('packaging');
  },
  host: async () => {
    await buildIfStale();
    return testInServer();
  },
  desktop: async () => {
    await buildIfStale();
    return testInDesktop();
  },
  browser: async () => {
    await packageExtension();
    return vitest('browser');
  },
};
