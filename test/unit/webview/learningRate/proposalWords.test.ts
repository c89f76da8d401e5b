import { expect, test } from 'vitest';
import type { RunConfig } from '../../../../engine/config.ts';
import type { RateSearchState } from '../../../../webview/protocol.ts';
import { circumstanceWords, reasonWords } from '../../../../webview/learningRate/proposalWords.ts';
import { pointsOf } from './pointsOf.ts';

type Proposal = NonNullable<RateSearchState['proposal']>;

const proposal = (over: Partial<Proposal> = {}): Proposal => ({
  steepest: 0.0179,
  tenthOfLowest: 0.156,
  proposed: 'steepest',
  learningRate: 0.018,
  hasExploded: true,
  config: { training: { optimizer: 'adam', batchSize: 8, learningRate: 0.001 } } as RunConfig,
  ...over,
});

const search = (over: Partial<Proposal> = {}): RateSearchState => ({
  title: 'weather.csv',
  state: 'finished',
  points: pointsOf([1, 1, 1, 1, 1, 0.5, 4]),
  proposal: proposal(over),
});

test('gives the reason for the rate at which the loss falls fastest, with the other estimate', () => {
  expect(reasonWords(proposal())).toMatch(
    /^Here the smoothed loss falls fastest\. .*a tenth .* the lowest loss, 0\.16:/,
  );
});

test('gives the reason for a tenth of the rate with the lowest loss, with that rate and the other estimate', () => {
  const words = reasonWords(proposal({ proposed: 'tenthOfLowest', steepest: 0.0955, tenthOfLowest: 0.0292 }));
  expect(words).toMatch(/^A tenth of the rate with the lowest smoothed loss, 0\.29\. .* falls fastest, 0\.096:/);
});

test('says where the loss exploded, or that all rates were tried', () => {
  expect(circumstanceWords(search())[0]).toBe('The loss exploded at 0.1, and the test ended there.');
  expect(circumstanceWords(search({ hasExploded: false }))[0]).toBe('The test went on to its highest rate, 0.1.');
});

test('says what the rate was found with and which one training would use', () => {
  const [, found, now] = circumstanceWords(search());
  expect(found).toContain('adam and a batch size of 8');
  expect(now).toBe('Without it, training uses 0.001.');
  expect(circumstanceWords(search({ learningRate: 0.001 }))[2]).toBe('Training already uses this rate.');
});

test('has nothing to say without a proposal', () => {
  expect(circumstanceWords({ title: 'weather.csv', state: 'running', points: [] })).toEqual([]);
});
