import { expect, test } from 'vitest';
import { lettersOf, WordSpeller } from '../../../../../engine/tasks/labeling/spellWords.ts';

test('a word of more than 24 letters is read by its first and last twelve, in code points', () => {
  const word = `${'😀'.repeat(20)}abcdefghijklm`;
  expect(lettersOf(word).join('')).toBe(`${'😀'.repeat(12)}bcdefghijklm`);
  expect(lettersOf('a'.repeat(24)).length).toBe(24);
});

test('words get numbers in the order in which they come, and are written in the letters that are known', () => {
  const speller = new WordSpeller(['b', 'a']);
  expect(['ab', 'bax', 'ab'].map((word) => speller.numberOf(word))).toEqual([1, 2, 1]);
  const { words, letters } = speller.finish(Int32Array.of(1, 2, 1));
  expect([...words]).toEqual([1, 2, 1]);
  expect(letters).toEqual({
    ...{ ids: Uint16Array.of(3, 2, 2, 3, 1), starts: Float64Array.of(0, 0, 2, 5), steps: 24, vocabulary: 4 },
  });
});
