import { expect, test } from 'vitest';
import { stepLabel, stepTitle, stepWords } from '../../../../../webview/tasks/explain/stepWords.ts';
import { explanationOf, viewOf } from './explanationOf.ts';

const hour = 3_600_000;

test('the last steps of a forecast by the unit of time that they are', () => {
  const hours = explanationOf({ stepLength: hour, steps: 24 });
  expect(stepWords(hours, { from: 1, to: 1 })).toBe('the last hour');
  expect(stepWords(hours, { from: 1, to: 3 })).toBe('the last 3 hours');
  expect(stepWords(hours, { from: 1, to: 24 })).toBe('all 24 hours of the window');
  expect(stepWords(hours, { from: 23, to: 24 })).toBe('hour 23–24 back');
  expect(stepTitle(hours)).toBe('Hours back');
});

test('rows where the time between them has no name', () => {
  const odd = explanationOf({ stepLength: 10 * hour });
  expect(stepWords(odd, { from: 1, to: 2 })).toBe('the last 2 rows');
  const { stepLength: _, ...untimed } = odd;
  expect(stepTitle(untimed)).toBe('Rows back');
});

test('steps of sequences count from their beginning', () => {
  const sequences = explanationOf({ countsBack: false });
  expect(stepWords(sequences, { from: 1, to: 1 })).toBe('step 1');
  expect(stepLabel(sequences, { from: 2, to: 5 })).toBe('2–5');
  expect(stepTitle({ ...sequences, isUneven: true })).toBe('Steps of the longest');
});

test('columns where a row is a sequence, also of several stretches that were joined', () => {
  const part = (at: number, name: string) => ({ from: at, to: at, name, growth: 1, spread: 0 });
  const view = viewOf({ steps: [part(1, 'p'), part(2, 'q'), part(3, 'r')] });
  const rows = explanationOf({ countsBack: false, views: [view] });
  expect(stepWords(rows, { from: 2, to: 2 })).toBe('q');
  expect(stepWords(rows, { from: 1, to: 3 })).toBe('p to r');
});
