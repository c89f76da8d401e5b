import { writeFile } from 'node:fs/promises';
import Mocha from 'mocha';
import { patience } from '../patience.ts';

const timeout = 3 * patience;

/** Runs the tests that `load` registers. Rejects when one fails; the numbers, and what failed, go to the file the caller named. */
export const run = async (load: () => void): Promise<void> => {
  const mocha = new Mocha({ ui: 'tdd', timeout, color: false, reporter: 'spec' });
  mocha.suite.emit('pre-require', globalThis, null, mocha);
  load();
  const failures: string[] = [];
  const skips: string[] = [];
  const stats = await new Promise<Mocha.Stats>((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats ?? { ...noStats }));
    runner.on('fail', (test, error: unknown) => {
      failures.push(`${test.fullTitle()}: ${error instanceof Error ? error.message : String(error)}`);
    });
    runner.on('pending', (test) => skips.push(test.fullTitle()));
  });
  const { passes: passed, failures: failed, pending: skipped } = stats;
  const report = process.env['RNN_STUDIO_TEST_REPORT'];
  if (report) await writeFile(report, JSON.stringify({ passed, failed, skipped, failures, skips }));
  if (failed > 0) throw new Error(`${failed} of ${passed + failed} tests failed`);
};
const noStats = { suites: 0, tests: 0, passes: 0, pending: 0, failures: 1 };
