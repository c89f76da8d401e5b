import { ESLint } from 'eslint';
import { describe, expect, test } from 'vitest';

const rule = 'house/task-name';
const eslint = new ESLint({
  ruleFilter: ({ ruleId }) => ruleId === rule,
  // The rule reads syntax only; without types the test takes no program of the whole project.
  overrideConfig: {
    languageOptions: { parserOptions: { project: null } },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
  },
});

const messagesOf = async (filePath: string, code: string): Promise<string[]> => {
  const [result] = await eslint.lintText(code, { filePath });
  expect(result?.fatalErrorCount).toBe(0);
  return result?.messages.map(({ message }) => message) ?? [];
};

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
