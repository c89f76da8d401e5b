import { defineConfig } from 'vitest/config';
import { patience } from './test/browser/patience.ts';

const minute = 60_000;

export default defineConfig({
  test: {
    // Vitest leaves a core unused otherwise, one of two.
    maxWorkers: '100%',
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 20_000 } },
      { test: { name: 'cli', include: ['test/cli/**/*.test.ts'], testTimeout: 2 * minute, hookTimeout: 2 * minute } },
      { test: { name: 'packaging', include: ['test/packaging/**/*.test.ts'], testTimeout: minute } },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 3 * patience,
          hookTimeout: 3 * patience,
          expect: { poll: { timeout: patience, interval: 100 } },
          // One VS Code server and one browser at a time: the tests watch a real training.
          fileParallelism: false,
        },
      },
    ],
  },
});
