import { describe, expect, test } from 'vitest';
import type { Trial } from '../../../../../engine/protocol.ts';
import { rankCandidates } from '../../../../../engine/runs/searches/rankCandidates.ts';
import { nextTrials } from '../../../../../engine/training/search/halving.ts';

const mae = { metric: 'mae', lowerIsBetter: true, on: 'the validation part' };
const accuracy = { metric: 'accuracy', lowerIsBetter: false, on: 'the validation part' };

const trial = (candidate: number, rung: number, value: number | null, tie?: number): Trial => ({
  ...{ candidate, rung, value, changes: {}, updates: 1, seconds: 1 },
  ...(tie !== undefined && { tie }),
});
const first = (...values: readonly (number | null)[]): Trial[] =>
  values.map((value, candidate) => trial(candidate, 0, value));

describe('what is tried next', () => {
  test('is the config as it is, where nothing has been tried', () => {
    expect(nextTrials([], 3, 0, undefined)).toEqual([{ candidate: 0, rung: 0 }]);
  });

  test('is a fresh candidate, until a third of three may go on', () => {
    expect(nextTrials(first(3, 2), 3, 2, mae)).toEqual([{ candidate: 2, rung: 0 }]);
    expect(nextTrials(first(3, 2, 4), 3, 3, mae)).toEqual([
      { candidate: 1, rung: 1 },
      { candidate: 3, rung: 0 },
    ]);
  });

  test('goes by what is better, not by what is less', () => {
    expect(nextTrials(first(0.3, 0.2, 0.4), 3, 3, accuracy)[0]).toEqual({ candidate: 2, rung: 1 });
  });

  test('is the config as it is as soon as another has gone on', () => {
    const trials = [...first(3, 2, 4), trial(1, 1, 2)];
    expect(nextTrials(trials, 3, 3, mae)[0]).toEqual({ candidate: 0, rung: 1 });
    expect(nextTrials([...trials, trial(0, 1, 3)], 3, 3, mae)).toEqual([{ candidate: 3, rung: 0 }]);
  });

  test('prefers what may go on to the longest', () => {
    const trials = [...first(9, 1, 2, 3, 4, 5, 6, 7, 8), trial(0, 1, 9), trial(1, 1, 1), trial(2, 1, 2)];
    expect(nextTrials(trials, 3, 9, mae)).toEqual([
      { candidate: 1, rung: 2 },
      { candidate: 3, rung: 1 },
      { candidate: 9, rung: 0 },
    ]);
  });

  test('is never what has failed', () => {
    expect(nextTrials(first(3, null, null, null), 3, 4, mae)).toEqual([{ candidate: 4, rung: 0 }]);
  });

  test('lets one of two go on where no fresh ones are left, and ends', () => {
    const trials = first(3, 2);
    const made: number[][] = [];
    for (;;) {
      const [next] = nextTrials(trials, 3, undefined, mae);
      if (!next) break;
      made.push([next.candidate, next.rung]);
      trials.push(trial(next.candidate, next.rung, next.candidate === 1 ? 2 : 3));
    }
    expect(made).toEqual([
      [1, 1],
      [1, 2],
      [0, 1],
      [0, 2],
    ]);
  });
});

describe('candidates are ranked', () => {
  test('by the longest trial of each, what was trained longest first', () => {
    const ranked = rankCandidates([...first(3, 2, 1, 5), trial(1, 1, 4), trial(0, 1, 3.5)], mae);
    expect(ranked.map(({ candidate, rung }) => [candidate, rung])).toEqual([
      [0, 1],
      [1, 1],
      [2, 0],
      [3, 0],
    ]);
  });

  test('by the tie where they come to the same', () => {
    const ranked = rankCandidates([trial(0, 0, 1, 0.4), trial(1, 0, 1, 0.3), trial(2, 0, 0.9, 0.1)], accuracy);
    expect(ranked.map(({ candidate }) => candidate)).toEqual([1, 0, 2]);
  });

  test('without those that failed', () => {
    expect(rankCandidates(first(1, null), mae).map(({ candidate }) => candidate)).toEqual([0]);
  });
});
