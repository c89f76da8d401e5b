/** What the parts of `npm test` report. */
import { readFile } from 'node:fs/promises';

/**
 * @typedef {object} TestResult
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {number} [seconds]
 * @property {readonly string[]} [failures] the names of tests that failed, where they are known
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
 * One line a part and one a failed test, and the total as the last line.
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
  return ['', ...lines, ...failures, '', formatResult(sum(Object.values(results)))].join('\n');
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
    /** @type {{ numPassedTests: number, numPendingTests: number, numTodoTests: number, numFailedTests: number, success: boolean, testResults: { name: string, status: string, assertionResults: { status: string, fullName: string }[] }[] }} */ (
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
  };
};
