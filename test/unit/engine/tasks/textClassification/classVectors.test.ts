import { expect, test } from 'vitest';
import { classVectors } from '../../../../../engine/tasks/textClassification/classVectors.ts';
import { sourceOfTexts } from './sourceOfTexts.ts';

const words = (text: string): string[] => text.split(' ');
/** Ids in the order in which words come: good 2, thing 3, bad 4. */
const source = sourceOfTexts([
  [words('good good thing'), 0],
  [words('good'), 0],
  [words('bad thing'), 1],
  [words('bad bad bad'), 1],
]);

test('a word begins with twice the logarithm of how much more texts of a class have it, counted once a text and once more', () => {
  const { size, values } = classVectors(source, Int32Array.of(0, 1, 2, 3));
  expect(size).toBe(2);
  // Of nothing, unknown, good, thing, bad: 1 1 3 2 1 in the first class and 1 1 1 2 3 in the second, 8 in each.
  const good = Math.log(3);
  const expected = [0, 0, 0, 0, good, -good, 0, 0, -good, good];
  for (const [at, value] of values.entries()) expect(value).toBeCloseTo(expected[at]!, 6);
});

test('rows that do not train tell nothing', () => {
  const { values } = classVectors(source, Int32Array.of(0, 2));
  const [, , , , good = NaN, , thing] = values;
  expect(good).toBeCloseTo(Math.log(2), 6);
  expect(thing).toBeCloseTo(0, 6);
});
