import { expect, test } from 'vitest';
import type { Trial } from '../../../../engine/protocol.ts';
import { changesWords, shareWords, verdictOf } from '../../../../webview/tune/tuneWords.ts';

const measure = { metric: 'mae', lowerIsBetter: true, on: 'the validation part' };
const trial = (candidate: number, value: number | null): Trial => ({
  ...{ candidate, rung: 0, value, changes: {}, updates: 1, seconds: 1 },
});

test('changes are told as the config has them', () => {
  const words = changesWords({ 'model.cell': 'gru', 'training.learningRate': 0.01 });
  expect(words.replaceAll('\u00a0', ' ')).toBe('cell gru · learningRate 0.01');
  expect(changesWords({})).toBe('as they are');
});

test('a part of a training is a fraction', () => {
  expect([1 / 9, 1 / 3, 1].map(shareWords)).toEqual(['1/9', '1/3', 'whole']);
});

test('the verdict holds the best against the settings as they are', () => {
  expect(verdictOf([trial(4, 1.5), trial(0, 2)], measure, undefined)).toBe(
    'mae 1.50 with the best settings, 2.00 with those as they are.',
  );
});

test('the verdict says plainly that nothing better was found, or nothing at all', () => {
  expect(verdictOf([trial(0, 2), trial(4, 2.5)], measure, undefined)).toBe(
    'The settings as they are came out best of what was trained longest: mae 2.00.',
  );
  expect(verdictOf([trial(0, null)], measure, undefined)).toBe(
    'None of the settings that were tried could be trained.',
  );
});
