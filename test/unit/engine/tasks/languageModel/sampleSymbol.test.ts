import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../../engine/compute/random.ts';
import { type SamplingOptions, sampleSymbol } from '../../../../../engine/tasks/languageModel/sampleSymbol.ts';

const logits = Float32Array.of(Math.log(0.1), Math.log(0.5), Math.log(0.25), Math.log(0.15));

const shares = (options: Partial<SamplingOptions>, values = logits, draws = 40_000): number[] => {
  const random = createRandom(3);
  const counts = new Array<number>(values.length).fill(0);
  for (let draw = 0; draw < draws; draw++) {
    const symbol = sampleSymbol(values, { temperature: 1, topK: 0, topP: 1, ...options }, random);
    counts[symbol] = (counts[symbol] ?? 0) + 1;
  }
  return counts.map((count) => count / draws);
};

const expectShares = (actual: number[], expected: number[]): void => {
  actual.forEach((share, index) => {
    expect(Math.abs(share - (expected[index] ?? NaN))).toBeLessThan(0.012);
  });
};

describe('sampling a symbol', () => {
  test('at temperature 1 symbols come with their softmax probability, within 0.012 of it in 40,000 draws', () => {
    expectShares(shares({}), [0.1, 0.5, 0.25, 0.15]);
  });

  test('at temperature 0.5 probabilities are squared', () => {
    const squares = [0.01, 0.25, 0.0625, 0.0225];
    const total = squares.reduce((sum, square) => sum + square);
    expectShares(
      shares({ temperature: 0.5 }),
      squares.map((square) => square / total),
    );
  });

  test('temperature 0 always takes the most likely symbol', () => {
    expect(shares({ temperature: 0 }, logits, 100)).toEqual([0, 1, 0, 0]);
  });

  test('top k keeps the k most likely symbols in proportion', () => {
    expectShares(shares({ topK: 2 }), [0, 2 / 3, 1 / 3, 0]);
  });

  test('top p keeps the fewest symbols that reach p', () => {
    expectShares(shares({ topP: 0.6 }), [0, 2 / 3, 1 / 3, 0]);
    expect(shares({ topP: 0 }, logits, 100)).toEqual([0, 1, 0, 0]);
  });

  test('huge logits at a tiny temperature do not overflow', () => {
    expect(shares({ temperature: 1e-3 }, Float32Array.of(3e4, 3e4 - 1, -3e4), 100)).toEqual([1, 0, 0]);
  });
});
