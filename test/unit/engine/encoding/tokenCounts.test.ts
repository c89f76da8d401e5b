import { expect, test } from 'vitest';
import { TokenCounts, mostTokens } from '../../../../engine/encoding/tokenCounts.ts';

test('the most frequent come first, equals by their characters, and rare ones are left out', () => {
  const counts = new TokenCounts();
  for (const text of ['b a c', 'b a', 'b d d']) counts.add(text.split(' '));
  expect(counts.distinct).toBe(4);
  expect(counts.frequent(1)).toEqual(['b', 'a', 'd', 'c']);
  expect(counts.frequent(2)).toEqual(['b', 'a', 'd']);
  expect(counts.frequent(4)).toEqual([]);
});

test('names that all objects have are words like others', () => {
  const counts = new TokenCounts();
  counts.add(['constructor', '__proto__', 'constructor']);
  expect(counts.frequent(1)).toEqual(['constructor', '__proto__']);
});

test(`no more than ${mostTokens} are kept, which 16 bits tell apart`, () => {
  const counts = new TokenCounts();
  counts.add(Array.from({ length: mostTokens + 10 }, (_, index) => `w${index}`));
  counts.add(['w65540']);
  const kept = counts.frequent(1);
  expect(kept).toHaveLength(mostTokens);
  expect(kept[0]).toBe('w65540');
});
