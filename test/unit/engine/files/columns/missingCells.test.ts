import { expect, test } from 'vitest';
import { MissingCells } from '../../../../../engine/files/columns/missingCells.ts';

test('empty and blank cells and the words, blanks around them allowed, are missing', () => {
  const missing = new MissingCells(['NA', '-', ' x']);
  for (const text of ['', ' ', '\t', 'NA', ' NA ', '-', ' x']) expect(missing.has(text), text).toBe(true);
  for (const text of ['N', 'NAN', 'na', '--', 'x', '0']) expect(missing.has(text), text).toBe(false);
  expect(new MissingCells([]).has('NA')).toBe(false);
});

test.each([
  [[], false],
  [['NA', '', '1.2.3', '1 000'], false],
  [['NA', '-999'], true],
  [['0,5'], true],
  [[' 1e3 '], true],
  [['1900-01-01'], true],
])('the words %j may be read as values: %s', (words, mayBeValues) => {
  expect(new MissingCells(words).mayBeValues).toBe(mayBeValues);
});
