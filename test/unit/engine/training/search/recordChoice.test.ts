import { expect, test } from 'vitest';
import type { Variant } from '../../../../../engine/tasks/search/variant.ts';
import type { Trial } from '../../../../../engine/training/search/compete.ts';
import { recordChoice } from '../../../../../engine/training/search/recordChoice.ts';

const trial = (what: string, forecast: number, network: number): Trial<Variant> => {
  const errors = (mean: number) => ({ mean, byFold: [mean, mean] });
  const judged = { metric: 'mae', forecast: errors(forecast), network: errors(network), updates: 10 };
  return { candidate: { what: { what } }, updates: 10, judged } as unknown as Trial<Variant>;
};
const verdictOf = (first: Trial<Variant>, other: Trial<Variant>, chosen = other): string =>
  recordChoice([first, other], chosen, { judge: { folds: 8, horizon: 6 }, share: 0.2 }).verdict;

test('the verdict says by how much less the forecast errs, or its network alone where a blend hides that', () => {
  const rules = trial('the values, window 30', 10, 20);
  expect(verdictOf(rules, trial('window 60', 9, 20))).toBe(
    'Chosen on 8 folds of the rows that train: window 60, which errs by 10 % less than what rules have chosen (the values, window 30).',
  );
  expect(verdictOf(rules, trial('window 60', 9.99, 12))).toBe(
    'Chosen on 8 folds of the rows that train: window 60, whose network alone errs by 40 % less than that of what rules have chosen (the values, window 30); blended both err alike.',
  );
  expect(verdictOf(rules, trial('window 60', 9, 20), rules)).toBe(
    'What rules have chosen stays (the values, window 30): 1 other way was tried on 8 folds of the rows that train, and none is better by more than chance.',
  );
});
