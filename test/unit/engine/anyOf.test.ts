import { expect, test } from 'vitest';
import { anyOf } from '../../../engine/words/anyOf.ts';

test.each([1, 2, 3, 4, 19])('%i words are written as lists of choices are in English', (length) => {
  const words = Array.from({ length }, (_, index) => `word ${index}`);
  expect(anyOf(words)).toBe(new Intl.ListFormat('en', { type: 'disjunction' }).format(words));
});

test('no word is no text', () => {
  expect(anyOf([])).toBe('');
});
