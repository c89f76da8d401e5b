import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatSummary, fromVitestReport } from '../../../scripts/testResult.mjs';

const lastLine = (text: string): string | undefined => text.split('\n').at(-1);

test('the last line of the summary sums all parts', () => {
  const parts = { unit: { passed: 3, failed: 0, skipped: 0 }, host: { passed: 2, failed: 1, skipped: 0 } };
  expect(lastLine(formatSummary(parts))).toBe('5 passed, 1 failed');
});

test('the last line names skipped tests when there are some', () => {
  const parts = { unit: { passed: 3, failed: 0, skipped: 2 }, desktop: { passed: 0, failed: 0, skipped: 1 } };
  expect(lastLine(formatSummary(parts))).toBe('3 passed, 0 failed, 3 skipped');
});

const read = async (report: object): ReturnType<typeof fromVitestReport> => {
  const folder = await mkdtemp(join(tmpdir(), 'report-'));
  try {
    await writeFile(join(folder, 'report.json'), JSON.stringify(report));
    return await fromVitestReport(join(folder, 'report.json'));
  } finally {
    await rm(folder, { recursive: true });
  }
};
const counts = { numPassedTests: 4, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0, testResults: [] };

test('a report is counted test by test', async () => {
  expect(await read({ ...counts, success: true })).toEqual({
    passed: 4,
    failed: 0,
    skipped: 1,
    failures: [],
    skips: [],
  });
});

test('a test file that could not be loaded counts as one failed test', async () => {
  const testResults = [{ name: 'a.test.ts', status: 'failed', assertionResults: [] }];
  const result = await read({ ...counts, success: false, testResults });
  expect(result).toMatchObject({ passed: 4, failed: 1, failures: ['a.test.ts'] });
});

test('a run that did not succeed has at least one failed test', async () => {
  expect(await read({ ...counts, success: false })).toMatchObject({ failed: 1 });
});

test('the summary names the tests that failed', async () => {
  const assertionResults = [
    { status: 'passed', fullName: 'it holds' },
    { status: 'failed', fullName: 'it breaks' },
  ];
  const testResults = [{ name: 'a.test.ts', status: 'failed', assertionResults }];
  const unit = await read({ ...counts, numFailedTests: 1, success: false, testResults });
  expect(formatSummary({ unit })).toContain('failed: unit > it breaks');
  expect(formatSummary({ unit })).not.toContain('it holds');
});

test('the summary tells why tests were skipped, each reason once with its number', async () => {
  const skipped = (meta: { skippedBecause?: string }) => ({ status: 'skipped', fullName: 'it runs', meta });
  const noAddon = skipped({ skippedBecause: 'no addon' });
  const assertionResults = [noAddon, skipped({ skippedBecause: 'no data' }), noAddon, skipped({})];
  const testResults = [{ name: 'a.test.ts', status: 'passed', assertionResults }];
  const unit = await read({ ...counts, numPendingTests: 4, success: true, testResults });
  const desktop = { passed: 0, failed: 0, skipped: 1, skips: ['there is no screen'] };
  expect(formatSummary({ unit, desktop }).split('\n').slice(-6)).toEqual([
    'skipped: unit > no addon (2 tests)',
    'skipped: unit > no data (1 test)',
    'skipped: unit > nobody told why (1 test)',
    'skipped: desktop > there is no screen (1 test)',
    '',
    '4 passed, 0 failed, 5 skipped',
  ]);
});
