import { expect, test } from 'vitest';
import type { Trial } from '../../../../engine/protocol.ts';
import { rankTrials } from '../../../../webview/tune/rankTrials.ts';

const trial = (candidate: number, rung: number, value: number | null, tie = 0): Trial => ({
  ...{ candidate, rung, value, tie, changes: {}, updates: 1, seconds: 1 },
});
const measure = { metric: 'mae', lowerIsBetter: true, on: 'the validation part' };
const order = (trials: readonly Trial[], lowerIsBetter = true): number[][] =>
  rankTrials(trials, { ...measure, lowerIsBetter }).map(({ candidate, rung }) => [candidate, rung]);

test('each candidate stands once, by its longest trial, what was trained longest first', () => {
  expect(order([trial(0, 0, 3), trial(1, 0, 2), trial(2, 0, 1), trial(1, 1, 4), trial(0, 1, 5)])).toEqual([
    [1, 1],
    [0, 1],
    [2, 0],
  ]);
});

test('the better stands first, whether that is less or more, and the tie decides between equals', () => {
  const trials = [trial(0, 0, 0.8), trial(1, 0, 0.9, 0.4), trial(2, 0, 0.9, 0.3)];
  expect(order(trials)).toEqual([
    [0, 0],
    [2, 0],
    [1, 0],
  ]);
  expect(order(trials, false)).toEqual([
    [2, 0],
    [1, 0],
    [0, 0],
  ]);
});

test('what failed stands last, but for a candidate that did well for less long', () => {
  expect(order([trial(0, 0, null), trial(1, 0, 5), trial(1, 1, null), trial(2, 0, 7)])).toEqual([
    [1, 0],
    [2, 0],
    [0, 0],
  ]);
});
