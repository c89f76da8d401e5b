import { defineConfig } from 'vitest/config';
import { patience } from './test/patience.ts';

const limits = {
  testTimeout: 3 * patience,
  hookTimeout: 3 * patience,
  expect: { poll: { timeout: patience, interval: 100 } },
};

export default defineConfig({
  test: {
    // Vitest leaves a core unused otherwise, one of two.
    maxWorkers: '100%',
    globalSetup: ['test/temporaryRoot.ts'],
    projects: [
      // A process of its own for each of so many small files would cost as much as half of them.
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], isolate: false, ...limits } },
      { test: { name: 'cli', include: ['test/cli/**/*.test.ts'], ...limits } },
      { test: { name: 'packaging', include: ['test/packaging/**/*.test.ts'], ...limits } },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          ...limits,
          // One VS Code server and one browser at a time: the tests watch a real training.
          fileParallelism: false,
        },
      },
    ],
  },
});
