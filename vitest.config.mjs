import { defineConfig } from 'vitest/config';
import { bundledThreads } from './test/bundledThreads.ts';
import { patience } from './test/patience.ts';
import { WindowsFirst } from './test/windowsFirst.ts';

const limits = {
  testTimeout: 3 * patience,
  hookTimeout: 3 * patience,
  expect: { poll: { timeout: patience, interval: 100 } },
};

const unit = ['test/unit/**/*.test.ts'];
/** Those that freeze and kill processes, fill disks, train for seconds, or try thousands of damages: not for the quick check. */
const long = ['test/unit/**/*.long.test.ts'];
/** Those that put a module in the place of another, which must not have been loaded before. */
const apart = ['test/unit/**/toyTask.test.ts', 'test/unit/**/toyCell.test.ts'];

export default defineConfig({
  test: {
    // Vitest leaves a core unused otherwise, one of two.
    maxWorkers: '100%',
    globalSetup: ['test/temporaryRoot.ts'],
    sequence: { sequencer: WindowsFirst },
    projects: [
      // A process of its own for each of so many small files would cost as much as half of them.
      {
        plugins: [bundledThreads],
        test: { name: 'unit', include: unit, exclude: [...apart, ...long], isolate: false, ...limits },
      },
      { test: { name: 'unit apart', include: apart, ...limits } },
      { plugins: [bundledThreads], test: { name: 'long', include: long, isolate: false, ...limits } },
      { test: { name: 'cli', include: ['test/cli/**/*.test.ts'], ...limits } },
      { test: { name: 'packaging', include: ['test/packaging/**/*.test.ts'], ...limits } },
      { test: { name: 'browser', include: ['test/browser/**/*.test.ts'], ...limits } },
    ],
  },
});
