/** The parts of `npm test`, in the order in which they run: cheap ones first. */
import { mkdir, rm } from 'node:fs/promises';
import { buildIfStale } from './build.mjs';
import { testInDesktop, testInServer } from './hostTests.mjs';
import { packageExtension } from './packageExtension.mjs';
import { run } from './processes.mjs';
import { fromExitCode, fromVitestReport, sum } from './testResult.mjs';

/** @typedef {import('./testResult.mjs').TestResult} TestResult */

const reports = '.vscode-test/reports';

/**
 * @param {string} script of a development dependency
 * @param {readonly string[]} args
 * @returns {Promise<TestResult>}
 */
const check = async (script, args) => fromExitCode(await run(process.execPath, [`node_modules/${script}`, ...args]));

/**
 * @param {string} project of vitest.config.mjs
 * @returns {Promise<TestResult>}
 */
const vitest = async (project) => {
  const report = `${reports}/${project}.json`;
  await mkdir(reports, { recursive: true });
  await rm(report, { force: true });
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile=${report}`];
  const code = await run(process.execPath, ['node_modules/vitest/vitest.mjs', ...args]);
  const result = await fromVitestReport(report);
  return code !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result;
};

/** @type {Record<string, () => Promise<TestResult>>} */
export const parts = {
  types: async () => {
    const projects = ['.', 'webview', 'test/browser'];
    return sum(await Promise.all(projects.map((project) => check('typescript/bin/tsc', ['--project', project]))));
  },
  lint: () => check('eslint/bin/eslint.js', ['--max-warnings', '0', '.']),
  format: () => check('prettier/bin/prettier.cjs', ['--check', '.']),
  unused: () => check('knip/bin/knip.js', ['--no-progress']),
  unit: async () => {
    await buildIfStale();
    return vitest('unit');
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
