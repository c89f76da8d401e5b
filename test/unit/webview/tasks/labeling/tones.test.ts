import { expect, it } from 'vitest';
import { toneClass, tonesOf } from '../../../../../webview/tasks/labeling/tones.ts';

it('gives labels of one type of span one tone, and what is outside of all spans none', () => {
  expect(tonesOf(['B-PER', 'I-PER', 'O', 'B-LOC', 'E-LOC'])).toEqual([
    { colour: 0, pattern: 0 },
    { colour: 0, pattern: 0 },
    undefined,
    { colour: 1, pattern: 0 },
    { colour: 1, pattern: 0 },
  ]);
});

it('takes O and X-Y for labels like others where not all are of spans', () => {
  expect(tonesOf(['O', 'B-flat', 'C'])).toEqual([0, 1, 2].map((colour) => ({ colour, pattern: 0 })));
});

it('has 18 tones that differ, the first 6 without a pattern, and then begins again', () => {
  const tones = tonesOf(Array.from({ length: 19 }, (_, at) => `label ${at}`)).map(toneClass);
  expect(new Set(tones.slice(0, 18)).size).toBe(18);
  expect(tones[5]).toBe('tone tone-5 pattern-0');
  expect(tones[6]).toBe('tone tone-0 pattern-1');
  expect(tones[18]).toBe(tones[0]);
  expect(toneClass(undefined)).toBe('tone');
});
