import { describe, expect, test } from 'vitest';
import { type Planted, lintPlanted } from './lintPlanted.ts';

const foreign: readonly Planted[] = [
  ['engine/training/x.ts', "if (config.task === 'forecast') run();"],
  ['engine/tasks/x.ts', "const names = ['languageModel'];"],
  ['engine/tasks/forecast/x.ts', "const other = 'classification';"],
  ['src/x.ts', "const task: 'forecast' | undefined = undefined;"],
  ['src/x.ts', 'const task = `forecast`;'],
  ['webview/panel/x.tsx', 'const words = { classification: 1 };'],
  ['webview/panel/x.tsx', 'const tab = <Tab name="forecast" />;'],
  ['webview/tasks/forecast/x.tsx', "const other = 'languageModel';"],
];

const own: readonly Planted[] = [
  ['engine/tasks/forecast/x.ts', "const name = 'forecast';"],
  ['engine/tasks/registry.ts', "const first = 'forecast';"],
  ['webview/tasks/forecast/x.tsx', "const name = 'forecast';"],
  ['webview/tasks/registry.ts', "const first = 'forecast';"],
  ['test/unit/x.test.ts', "const task = 'forecast';"],
  ['src/x.ts', "const file = 'forecast.json';"],
  ['engine/tasks/x.ts', 'const list = [forecast];'],
];

const all = [...foreign, ...own];
const found = await lintPlanted(['house(task-name)'], all);
const messagesOf = (piece: Planted): readonly string[] => found[all.indexOf(piece)]!;

describe('the name of a task fails the lint', () => {
  test.each(foreign.map((piece) => [...piece, piece] as const))('%s: %s', (_file, _code, piece) => {
    expect(messagesOf(piece)).toEqual([expect.stringContaining('Ask the task, not its name')]);
  });
});

describe('the name of a task passes the lint', () => {
  test.each(own.map((piece) => [...piece, piece] as const))('in %s: %s', (_file, _code, piece) => {
    expect(messagesOf(piece)).toEqual([]);
  });
});
