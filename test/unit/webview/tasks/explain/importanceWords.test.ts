import { describe, expect, test } from 'vitest';
import {
  givenWords,
  growthWords,
  importanceWords,
  sampleWords,
  spreadWords,
} from '../../../../../webview/tasks/explain/importanceWords.ts';
import { explanationOf, viewOf } from './explanationOf.ts';

describe('the sentence of what predictions rest on', () => {
  test('names columns and steps that carry them, and columns that add nothing', () => {
    const view = viewOf({
      rests: { columns: [{ column: 'temp' }, { column: 'year', period: 'year' }], steps: [{ from: 1, to: 3 }] },
      idle: [{ column: 'wind' }],
    });
    expect(importanceWords(explanationOf(), view)).toBe(
      'The forecast rests on temp and the time of year, and on the last 3 days; wind adds nothing.',
    );
  });

  test('has the calendar in words', () => {
    const rests = { columns: [{ column: 'temp' }], steps: [] };
    const idle = [{ column: 'week', period: 'week' as const }, { column: 'wind' }];
    expect(importanceWords(explanationOf(), viewOf({ rests, idle }))).toBe(
      'The forecast rests on temp; the day of the week and wind add nothing.',
    );
  });

  test('says how many more there are', () => {
    const rests = { columns: [{ column: 'temp' }], steps: [] };
    const idle = ['a', 'b', 'c', 'd', 'e', 'f'].map((column) => ({ column }));
    expect(importanceWords(explanationOf(), viewOf({ rests, idle }))).toContain('a, b, c and 3 more add nothing.');
  });

  test('says that nothing carries them', () => {
    expect(importanceWords(explanationOf(), viewOf({ idle: [{ column: 'a' }] }))).toBe(
      'The forecast rests on nothing that the network reads.',
    );
  });

  test('is of predictions where there is no forecast', () => {
    const view = viewOf({ rests: { columns: [], steps: [{ from: 2, to: 4 }] } });
    expect(importanceWords(explanationOf({ countsBack: false }), view)).toBe('The prediction rests on steps 2–4.');
  });
});

test('growth is a share of the error, or points of wrong answers, and no minus nothing', () => {
  expect(growthWords({ growth: 0.953 }, 'mae')).toBe('95 %');
  expect(growthWords({ growth: 0.042 }, 'wrong')).toBe('4.2 points');
  expect(growthWords({ growth: -0.0002 }, 'mae')).toBe('0.0 %');
  expect(growthWords({ growth: -0.02 }, 'mae')).toBe('−2.0 %');
  expect(growthWords({ growth: null }, 'mae')).toBe('–');
  expect(spreadWords({ spread: 0.012 })).toBe('± 1.2');
});

test('what stands beside the network is told with what it would be to have that of another window', () => {
  const given = { what: 'anchor', name: 'last value', growth: 2.42, spread: 0.1 } as const;
  expect(givenWords(given, 'mae')).toBe(
    'Each forecast begins from last value: from that of another window the error would be 242 % larger.',
  );
  for (const what of ['anchor', 'baseline'] as const)
    expect(givenWords({ ...given, what, growth: -0.026 }, 'mae')).toMatch(/the error would be no larger\.$/);
});

test('the sample and the error before are told', () => {
  expect(sampleWords(explanationOf(), viewOf())).toBe(
    'Measured on 200 of 213 examples of the test split, by 5 permutations of each. The mean absolute error without them is 2.791.',
  );
  expect(sampleWords(explanationOf({ measure: 'wrong', part: 'valid' }), viewOf({ error: 0.125 }))).toBe(
    'Measured on 200 of 213 examples of the validation split, by 5 permutations of each. Without them 12.5 % of the answers are wrong.',
  );
});
