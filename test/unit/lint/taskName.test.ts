import { describe, expect, test } from 'vitest';
import { lintMessages } from './lintMessages.ts';

const messagesOf = lintMessages('house/task-name');

describe('the name of a task fails the lint', () => {
  test.each([
    ['engine/training/x.ts', "if (config.task === 'forecast') run();"],
    ['engine/tasks/x.ts', "const names = ['languageModel'];"],
    ['engine/tasks/forecast/x.ts', "const other = 'classification';"],
    ['src/x.ts', "const task: 'forecast' | undefined = undefined;"],
    ['src/x.ts', 'const task = `forecast`;'],
    ['webview/panel/x.tsx', 'const words = { classification: 1 };'],
    ['webview/panel/x.tsx', 'const tab = <Tab name="forecast" />;'],
    ['webview/tasks/forecast/x.tsx', "const other = 'languageModel';"],
  ])('%s: %s', async (file, code) => {
    expect(await messagesOf(file, code)).toEqual([expect.stringContaining('Ask the task, not its name')]);
  });
});

describe('the name of a task passes the lint', () => {
  test.each([
    ['engine/tasks/forecast/x.ts', "const name = 'forecast';"],
    ['engine/tasks/registry.ts', "const first = 'forecast';"],
    ['webview/tasks/forecast/x.tsx', "const name = 'forecast';"],
    ['webview/tasks/registry.ts', "const first = 'forecast';"],
    ['test/unit/x.test.ts', "const task = 'forecast';"],
    ['src/x.ts', "const file = 'forecast.json';"],
    ['engine/tasks/x.ts', 'const list = [forecast];'],
  ])('in %s: %s', async (file, code) => {
    expect(await messagesOf(file, code)).toEqual([]);
  });
});
