import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../../../engine/compute/random.ts';
import { spreadFollowsLevel } from '../../../../../../engine/tasks/forecast/transform/spreadFollowsLevel.ts';
import { temporaryFile } from '../../../files/temporaryFile.ts';
import { completeFile } from '../../completeFile.ts';

const season = 12;
const seeds = 400;
/** Years whose level grows fourfold; season and noise are the level to some power. */
const madeSeries = (seed: number, power: number, years = 10): Float64Array => {
  const random = createRandom(seed);
  return Float64Array.from({ length: years * season }, (_, row) => {
    const level = 100 * 4 ** (row / (years * season));
    const spread = level ** power * 100 ** (1 - power);
    return level + spread * (0.2 * Math.sin((row * Math.PI) / 6) + 0.05 * random.normal());
  });
};

describe('whether a spread grows with its level', () => {
  test('is seen in all of 400 series whose spread is a share of the level', () => {
    for (let seed = 0; seed < seeds; seed++) expect(spreadFollowsLevel([madeSeries(seed, 1)], season)).toBe(true);
  });

  test('is seen by chance in at most 2 % of 400 series of noise around a level that grows', () => {
    let seen = 0;
    for (let seed = 0; seed < seeds; seed++) {
      const random = createRandom(seed);
      const values = Float64Array.from({ length: 120 }, (_, row) => 100 + (row - (row % season)) + random.normal());
      seen += Number(spreadFollowsLevel([values], season));
    }
    expect(seen).toBeLessThanOrEqual(0.02 * seeds);
  });

  test('is not seen where a season is as high at every level', () => {
    for (let seed = 0; seed < 50; seed++) expect(spreadFollowsLevel([madeSeries(seed, 0)], season)).toBe(false);
  });

  test('is seen in several series of unlike sizes by how each goes, not by their sizes', () => {
    const sizes = [1, 1000, 1e6];
    const scaled = (power: number): Float64Array[] =>
      sizes.map((size, seed) => madeSeries(seed, power).map((value) => value * size));
    expect(spreadFollowsLevel(scaled(1), season)).toBe(true);
    // Between these series, spreads are shares of levels; within none they are.
    expect(spreadFollowsLevel(scaled(0), season)).toBe(false);
  });

  test('is not looked for without a season', () => {
    for (const none of [0, 1]) expect(spreadFollowsLevel([madeSeries(1, 1)], none)).toBe(false);
  });

  test('does not depend on the unit, nor on values that are missing', () => {
    for (const unit of [1e-200, 1e200]) {
      expect(spreadFollowsLevel([madeSeries(1, 1).map((value) => value * unit)], season)).toBe(true);
    }
    const gaps = madeSeries(1, 1).map((value, row) => (row % 7 === 0 ? NaN : value));
    expect(spreadFollowsLevel([gaps], season)).toBe(true);
  });

  test.each([
    ['a 0', madeSeries(1, 1).with(50, 0)],
    ['a value below 0', madeSeries(1, 1).with(50, -3)],
    ['a constant', new Float64Array(120).fill(7)],
    ['nothing', new Float64Array(120).fill(NaN)],
    ['no rows', new Float64Array(0)],
    ['four years', madeSeries(1, 1, 4)],
  ])('is not seen in %s', (_, values) => {
    expect(spreadFollowsLevel([values], season)).toBe(false);
  });
});

describe('what is learned where a config does not say', () => {
  const content = (values: Float64Array): string =>
    ['y', ...[...values].map((value) => value.toFixed(3)), ''].join('\n');
  const complete = async (values: Float64Array, data: object = {}) => {
    const file = temporaryFile(content(values));
    return completeFile(file, { task: 'forecast', data: { file, targets: ['y'], season, ...data } });
  };
  const told =
    'The spread of y grows with the level on the training rows: the network learns logarithms; data.transform none lets it learn the values.';

  test('are logarithms where the spread grows with the level, which is told', async () => {
    const { config, choices } = await complete(madeSeries(2, 1));
    expect(config.data).toMatchObject({ transform: 'log' });
    expect(choices).toContain(told);
  });

  test('are the values where it does not, and where the config wants them as they are', async () => {
    for (const { config, choices } of [
      await complete(madeSeries(2, 0)),
      await complete(madeSeries(2, 1), { transform: 'none' }),
      await complete(madeSeries(2, 1), { scaling: 'none' }),
    ]) {
      expect(config.data).toMatchObject({ transform: 'none' });
      expect(choices).not.toContain(told);
    }
  });

  test('is chosen by the training part alone: a 0 after it changes nothing, one in it does', async () => {
    const values = madeSeries(2, 1);
    expect((await complete(values.with(110, 0))).config.data).toMatchObject({ transform: 'log' });
    expect((await complete(values.with(100, -5))).config.data).toMatchObject({ transform: 'log' });
    expect((await complete(values.with(20, 0))).config.data).toMatchObject({ transform: 'none' });
  });
});
