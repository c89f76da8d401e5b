import { describe, expect, test } from 'vitest';
import { formatGrowth } from '../../../../../engine/cli/explanation/formatGrowth.ts';
import { givenSentence, importanceSentence } from '../../../../../engine/cli/explanation/importanceSentence.ts';
import type { Explanation, ImportanceView } from '../../../../../engine/protocol.ts';

const hour = 3_600_000;
const explanation: Explanation = {
  ...{ measure: 'mae', part: 'test', examples: 10, of: 10, repeats: 5, seed: 1, steps: 24 },
  ...{ countsBack: true, isUneven: false, stepLength: hour, views: [], seasons: [], notes: [] },
};
const view = (
  columns: readonly string[],
  steps: ImportanceView['rests']['steps'],
  idle: readonly string[] = [],
): ImportanceView => {
  const read = (names: readonly string[]) => names.map((column) => ({ column }));
  return { error: 1, columns: [], steps: [], given: [], rests: { columns: read(columns), steps }, idle: read(idle) };
};

describe('what a prediction rests on, in a sentence', () => {
  test('columns, the last steps by their unit, and what adds nothing', () => {
    expect(importanceSentence(explanation, view(['temp'], [{ from: 1, to: 3 }], ['wind']))).toBe(
      'The forecast rests on temp and on the last 3 hours; wind adds nothing.',
    );
  });

  test('several of each, and steps further back', () => {
    const steps = [
      { from: 1, to: 1 },
      { from: 24, to: 24 },
    ];
    expect(importanceSentence({ ...explanation, stepLength: 24 * hour, steps: 30 }, view(['a', 'b'], steps))).toBe(
      'The forecast rests on a and b and on the last day and day 24 back.',
    );
  });

  test('of many names some', () => {
    const sentence = importanceSentence(explanation, view(['a'], [], ['b', 'c', 'd', 'e', 'f']));
    expect(sentence).toBe('The forecast rests on a; b, c, d and 2 more add nothing.');
  });

  test('the whole window, and nothing at all', () => {
    expect(importanceSentence(explanation, view([], [{ from: 1, to: 24 }]))).toContain('all 24 hours of the window');
    expect(importanceSentence(explanation, view([], [], ['y']))).toBe(
      'The forecast rests on nothing that the network reads.',
    );
  });

  test('sequences have steps, and rows that are sequences the names of their columns', () => {
    const plain = { ...explanation, countsBack: false };
    expect(importanceSentence(plain, view(['x'], [{ from: 2, to: 5 }]))).toBe(
      'The prediction rests on x and on steps 2 to 5.',
    );
    const named = view([], [{ from: 2, to: 2 }]);
    const steps = [{ from: 2, to: 2, name: 'petal', growth: 1, spread: 0 }];
    expect(importanceSentence({ ...plain, views: [{ ...named, steps }] }, named)).toBe(
      'The prediction rests on petal.',
    );
  });

  test('the calendar is told apart from a column of its name', () => {
    const rests = { columns: [{ column: 'day', period: 'day' }, { column: 'day' }], steps: [] } as const;
    const sentence = importanceSentence(explanation, { ...view([], []), rests });
    expect(sentence).toBe('The forecast rests on the time of day and day.');
  });

  test('what stands beside the network', () => {
    const given = { what: 'baseline', name: 'same hour yesterday', growth: 1.5, spread: 0 } as const;
    expect(givenSentence(given, 'mae')).toBe(
      'A part of each forecast is same hour yesterday: with that of another window the error would be 150 % larger.',
    );
    expect(givenSentence({ ...given, growth: -0.026 }, 'mae')).toMatch(/the error would be no larger\.$/);
  });
});

test('growth is told in percent of the error, of classes in points, and never as a minus nothing', () => {
  expect(formatGrowth({ growth: 0.413 }, 'mae')).toBe('41 %');
  expect(formatGrowth({ growth: 0.031 }, 'wrong')).toBe('3.1 points');
  expect(formatGrowth({ growth: -0.0001 }, 'mae')).toBe('0.0 %');
  expect(formatGrowth({ growth: null }, 'mae')).toBe('–');
});
