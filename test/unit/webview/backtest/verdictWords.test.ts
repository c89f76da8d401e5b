import { expect, test } from 'vitest';
import { intervalWords, verdictWords } from '../../../../webview/backtest/verdictWords.ts';
import { resultOf, verdictOf } from './resultOf.ts';

const overall = (model: number) => ({ model: { mae: model }, seasonalNaive: { mae: 2 } });

test('says in how many folds the model beats the best baseline, and by what', () => {
  expect(verdictWords(resultOf(), undefined)).toBe(
    'Better than same hour yesterday in 8 of 10 folds: mae 1.91 against 2.37.',
  );
});

test('says that a model is better by the mean alone, where most folds say otherwise', () => {
  expect(verdictWords(resultOf({ verdict: verdictOf({ better: 1 }) }), undefined)).toMatch(
    /^Better than same hour yesterday over all, though only in 1 of 10 folds:/,
  );
});

test('says plainly that a model is as good as a baseline, or worse', () => {
  const same = resultOf({ overall: overall(2), verdict: verdictOf({ better: 0, alike: 10 }) });
  expect(verdictWords(same, undefined)).toMatch(/^As good as same hour yesterday in each fold, and no better:/);
  const worse = resultOf({ overall: overall(3), verdict: verdictOf({ better: 0 }) });
  expect(verdictWords(worse, undefined)).toMatch(/^Not better than same hour yesterday in any fold: mae 3\.00/);
  const uneven = resultOf({ overall: overall(3), verdict: verdictOf({ better: 6 }) });
  expect(verdictWords(uneven, undefined)).toMatch(/over all, though in 6 of 10 folds:/);
});

test('says where nothing could be forecast', () => {
  const { verdict: _, ...without } = resultOf();
  expect(verdictWords(without, undefined)).toMatch(/^Nothing could be forecast/);
});

test('says what the intervals held, where there are intervals', () => {
  expect(intervalWords(resultOf())).toBe('The 80 % interval held 78 % of what came; its mean width is 5.2.');
  expect(intervalWords(resultOf({ overall: overall(1) }))).toBeUndefined();
});
