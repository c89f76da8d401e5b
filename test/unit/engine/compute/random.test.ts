import { expect, test } from 'vitest';
import { createRandom } from '../../../../engine/compute/random.ts';

test('one seed gives one stream, another seed another', () => {
  const draw = (seed: number): number[] => {
    const random = createRandom(seed);
    return Array.from({ length: 100 }, () => random.next());
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

test('next has mean 1/2 within 0.005 and stays in [0, 1) over 100,000 draws', () => {
  const random = createRandom(1);
  let sum = 0;
  for (let i = 0; i < 100_000; i++) {
    const value = random.next();
    expect(value >= 0 && value < 1).toBe(true);
    sum += value;
  }
  expect(Math.abs(sum / 100_000 - 0.5)).toBeLessThan(0.005);
});

test('integer hits each of 5 values within 3 % of a fifth of 100,000 draws', () => {
  const random = createRandom(2);
  const counts = [0, 0, 0, 0, 0];
  for (let i = 0; i < 100_000; i++) {
    const value = random.integer(5);
    counts[value] = (counts[value] ?? NaN) + 1;
  }
  for (const count of counts) expect(Math.abs(count / 20_000 - 1)).toBeLessThan(0.03);
});

test('normal has mean 0 and variance 1 within 0.02 over 100,000 draws', () => {
  const random = createRandom(3);
  const values = Float64Array.from({ length: 100_000 }, () => random.normal());
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  expect(Math.abs(mean)).toBeLessThan(0.02);
  expect(Math.abs(variance - 1)).toBeLessThan(0.02);
});

test('shuffle keeps every value and moves most of 1,000', () => {
  const values = Int32Array.from({ length: 1000 }, (_, i) => i);
  createRandom(4).shuffle(values);
  expect(values.filter((value, i) => value === i).length).toBeLessThan(10);
  expect([...values].sort((x, y) => x - y)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
});
