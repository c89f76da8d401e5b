/** What the parts of `npm test` report. */
import { readFile } from 'node:fs/promises';

/**
 * @typedef {object} TestResult
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {number} [seconds]
 * @property {readonly string[]} [failures] the names of tests that failed, where they are known
 * @property {readonly string[]} [skips] why, once for each test that was skipped
 */

/**
 * @param {readonly TestResult[]} results
 * @returns {TestResult}
 */
export const sum = (results) => {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of results) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
};

/** @param {TestResult} result */
const formatResult = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/**
 * Why tests of a part were skipped, with their number.
 * @param {TestResult} result
 */
const formatSkips = ({ skipped, skips = [] }) => {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const reason of skips) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  if (skipped > skips.length) counts.set('nobody told why', skipped - skips.length);
  return [...counts].map(([reason, count]) => `${reason} (${count} test${count === 1 ? '' : 's'})`);
};

/**
 * One line a part, one a failed test and one a reason to skip tests, and the total as the last line.
 * @param {Readonly<Record<string, TestResult>>} results by part
 */
export const formatSummary = (results) => {
  const lines = Object.entries(results).map(
    ([name, result]) =>
      `${name.padEnd(10)} ${(result.seconds ?? 0).toFixed(0).padStart(4)} s   ${formatResult(result)}`,
  );
  const failures = Object.entries(results).flatMap(([name, result]) =>
    (result.failures ?? []).map((failure) => `failed: ${name} > ${failure}`),
  );
  const skips = Object.entries(results).flatMap(([name, result]) =>
    formatSkips(result).map((reason) => `skipped: ${name} > ${reason}`),
  );
  return ['', ...lines, ...failures, ...skips, '', formatResult(sum(Object.values(results)))].join('\n');
};

/**
 * A command that either holds or does not counts as one test.
 * @param {number} exitCode
 * @returns {TestResult}
 */
export const fromExitCode = (exitCode) => ({
  passed: exitCode === 0 ? 1 : 0,
  failed: exitCode === 0 ? 0 : 1,
  skipped: 0,
});

/**
 * The result in a vitest JSON report. A file that could not be loaded counts as one failed test.
 * @param {string} file
 * @returns {Promise<TestResult>}
 */
export const fromVitestReport = async (file) => {
  const report =
    /** @type {{ numPassedTests: number, numPendingTests: number, numTodoTests: number, numFailedTests: number, success: boolean, testResults: { name: string, status: string, assertionResults: { status: string, fullName: string, meta?: { skippedBecause?: string } }[] }[] }} */ (
      JSON.parse(await readFile(file, 'utf8'))
    );
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const failed = report.numFailedTests + broken.length;
  return {
    passed: report.numPassedTests,
    failed: report.success ? failed : Math.max(1, failed),
    skipped: report.numPendingTests + report.numTodoTests,
    failures: [
      ...broken.map(({ name }) => name),
      ...report.testResults.flatMap(({ assertionResults }) =>
        assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
      ),
    ],
    skips: report.testResults.flatMap(({ assertionResults }) =>
      assertionResults.flatMap(({ status, meta }) =>
        status !== 'passed' && meta?.skippedBecause ? meta.skippedBecause : [],
      ),
    ),
  };
};
