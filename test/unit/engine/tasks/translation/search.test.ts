import { describe, expect, test } from 'vitest';
import type { BestOutputs } from '../../../../../engine/network/decoder/decoding.ts';
import { symbolsOf } from '../../../../../engine/tasks/translation/hypothesis.ts';
import { Search, type SearchOptions } from '../../../../../engine/tasks/translation/search.ts';

/** Of what was put out, the probabilities of the end, the unknown, and two symbols. */
type Language = (symbols: readonly number[]) => readonly number[];

/** Any language, the same for the same symbols. */
const random: Language = (symbols) => {
  const seed = symbols.reduce((sum, symbol) => sum * 7 + symbol + 1, 1);
  const weights = [0, 1, 2, 3].map((symbol) => 0.1 + ((Math.sin(seed * 13.7 + symbol * 5.1) + 1) / 2) ** 2);
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return weights.map((weight) => weight / sum);
};

/** Of each lane the likeliest outputs, as a session has them. */
const stepOf = (language: Language, all: readonly (readonly number[])[], count: number): BestOutputs => {
  const best = all.flatMap((symbols) =>
    [...language(symbols).entries()].sort(([, a], [, b]) => b - a).slice(0, Math.min(count, 4)),
  );
  return {
    count: Math.min(count, 4),
    ids: Int32Array.from(best, ([id]) => id),
    logs: Float32Array.from(best, ([, probability]) => Math.log(probability)),
  };
};

const runSearch = (language: Language, options: SearchOptions): Search => {
  const search = new Search(0, options);
  while (search.live.length > 0) {
    search.advance(stepOf(language, search.live.map(symbolsOf), Search.outputsOf(options)), 0);
  }
  return search;
};

const penaltyOf = (length: number, alpha: number): number => ((5 + length) / 6) ** alpha;

/** All there are up to the longest, the best first. */
const enumerate = (language: Language, { longest, lengthPenalty }: SearchOptions) => {
  const all: { symbols: readonly number[]; score: number }[] = [];
  const visit = (symbols: readonly number[], log: number): void => {
    const scored = (total: number) => ({ symbols, score: total / penaltyOf(symbols.length, lengthPenalty) });
    if (symbols.length === longest) {
      all.push(scored(log));
      return;
    }
    const [end = 0, , first = 0, second = 0] = language(symbols);
    all.push(scored(log + Math.log(end)));
    visit([...symbols, 2], log + Math.log(first));
    visit([...symbols, 3], log + Math.log(second));
  };
  visit([], 0);
  return all.sort((a, b) => b.score - a.score);
};

describe('a beam as wide as all there is', () => {
  test.each([0, 0.6, 1, 3])('finds what is best of all sequences, with a length penalty of %d', (lengthPenalty) => {
    for (let variant = 0; variant < 20; variant++) {
      const language: Language = (symbols) => random([variant, ...symbols]);
      const options = { beam: 32, lengthPenalty, longest: 4, wanted: 3 };
      const wanted = enumerate(language, options).slice(0, 3);
      const { found } = runSearch(language, options);
      expect(found.map(symbolsOf)).toEqual(wanted.map(({ symbols }) => symbols));
      for (const [index, { log, length }] of found.entries()) {
        expect(log / penaltyOf(length, lengthPenalty)).toBeCloseTo(wanted[index]!.score, 5);
      }
    }
  });
});

test('a beam of one takes the likeliest symbol at every step, the unknown never', () => {
  for (let variant = 0; variant < 20; variant++) {
    const language: Language = (symbols) => random([variant, ...symbols]);
    const wanted: number[] = [];
    while (wanted.length < 6) {
      const [end = 0, , first = 0, second = 0] = language(wanted);
      if (end > first && end > second) break;
      wanted.push(first > second ? 2 : 3);
    }
    const { found } = runSearch(language, { beam: 1, lengthPenalty: 0, longest: 6, wanted: 1 });
    expect(found.map(symbolsOf)).toEqual([wanted]);
  }
});

test('a wider beam finds what the likeliest first symbol hides', () => {
  // 2 is likelier at first, and 3 goes on to something certain.
  const language: Language = (symbols) => {
    if (symbols.length === 0) return [0.01, 0, 0.55, 0.44];
    return symbols[0] === 3 ? [0.97, 0.01, 0.01, 0.01] : [0.3, 0.1, 0.3, 0.3];
  };
  const options = { lengthPenalty: 0, longest: 5, wanted: 1 };
  expect(runSearch(language, { ...options, beam: 1 }).found.map(symbolsOf)).not.toEqual([[3]]);
  expect(runSearch(language, { ...options, beam: 2 }).found.map(symbolsOf)).toEqual([[3]]);
});

test('a network that has lost its numbers ends the search, with something that is no number', () => {
  const { found } = runSearch(() => [NaN, NaN, NaN, NaN], { beam: 2, lengthPenalty: 0.6, longest: 3, wanted: 1 });
  expect(found[0]?.log).toBeNaN();
});
