import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../../../engine/compute/random.ts';
import type { Config } from '../../../../../../engine/config.ts';
import type { Prediction } from '../../../../../../engine/protocol.ts';
import { TrainingEngine } from '../../../server/trainingEngine.ts';

const home = new TrainingEngine('block');
const random = createRandom(8);

/** A walk, so that errors of steps ahead hang together: each has those of the steps before. */
const walk = (): string[] => {
  let level = 500;
  return Array.from({ length: 400 }, () => (level += random.normal()).toFixed(3));
};
const counts = (): string[] =>
  Array.from({ length: 400 }, (_, day) =>
    String(Math.floor(-Math.log(1 - random.next()) * (4 + 3 * Math.sin(day / 3)))),
  );

const trainOn = async (name: string, values: readonly string[], config: Config = {}) => {
  const file = await home.write(name, ['y', ...values]);
  const data = { targets: ['y'], inputs: ['y'], window: 8, horizon: 4, season: 0, transform: 'none' } as const;
  const { run } = await home.train(file, {
    task: 'forecast',
    ...config,
    data: { ...data, ...config.data },
    training: { epochs: 2, threads: 1, ...config.training },
  });
  return { file, run };
};

/** Values of one step of all paths. */
const atStep = ({ paths }: Prediction, ahead: number): number[] =>
  (paths?.[0]?.values ?? []).map((path) => path[ahead] ?? NaN);

const correlation = (a: readonly number[], b: readonly number[]): number => {
  const [x, y] = [a, b].map((values) => {
    const mean = values.reduce((sum, value) => sum + value / values.length, 0);
    return values.map((value) => value - mean);
  });
  const product = (one: readonly number[] = [], other: readonly number[] = []): number =>
    one.reduce((sum, value, at) => sum + value * (other[at] ?? NaN), 0);
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
};

describe('futures of a walk', () => {
  let known: Promise<{ file: string; run: string }> | undefined;
  const model = () => (known ??= trainOn('walk.csv', walk(), { data: { anchor: 'last' } }));

  test('lie below and above the intervals of each step as often as these say, within 2.5 of 100 for 4,000 paths', async () => {
    const { file, run } = await model();
    for (const level of [40, 80, 95]) {
      const told = await home.engine.predict({ model: run, file, level, paths: 4000, seed: 3 });
      const tail = (1 - level / 100) / 2;
      for (const [ahead, { cells }] of told.next.entries()) {
        const { low = NaN, high = NaN } = (cells[0] ?? {}) as { low?: number; high?: number };
        const values = atStep(told, ahead);
        expect(Math.abs(values.filter((value) => value < low).length / 4000 - tail)).toBeLessThan(0.025);
        expect(Math.abs(values.filter((value) => value > high).length / 4000 - tail)).toBeLessThan(0.025);
      }
    }
  });

  test('hang together from step to step as the errors of the validation part do', async () => {
    const { file, run } = await model();
    const told = await home.engine.predict({ model: run, file, paths: 2000 });
    // Of a walk the third and the fourth step have three of four moves in common: √(3/4).
    expect(correlation(atStep(told, 2), atStep(told, 3))).toBeGreaterThan(0.7);
    expect(correlation(atStep(told, 0), atStep(told, 3))).toBeLessThan(0.7);
  });

  test('are the same for the same seed, in the answer and in a file, and others for another', async () => {
    const { file, run } = await model();
    const draw = async (seed?: number) =>
      (await home.engine.predict({ model: run, file, paths: 5, ...(seed !== undefined && { seed }) })).paths;
    const first = await draw();
    expect(await draw(1)).toEqual(first);
    expect(await draw(2)).not.toEqual(first);
    const out = join(home.folder, 'paths.csv');
    const written = await home.engine.predict({ model: run, file, paths: 5, out });
    expect(written.paths).toBeUndefined();
    const lines = (await readFile(out, 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(21);
    expect(lines[0]).toBe('path,step,y');
    expect(lines[8]).toBe(`2,4,${first?.[0]?.values[1]?.[3]?.toFixed(3)}`);
  });

  test.each([
    [{ paths: 0 }, 'paths 0 is not a whole number from 1 to 10000'],
    [{ paths: 3, seed: -1 }, 'seed -1 is not a whole number'],
    [{ seed: 4 }, 'seed 4 does nothing without paths'],
    [{ paths: 3, horizon: 9 }, "paths reach as far as the model's horizon, 4 steps, and not 9"],
  ])('are refused for %j', async (asked, message) => {
    const { file, run } = await model();
    await expect(home.engine.predict({ model: run, file, ...asked })).rejects.toThrow(message);
  });
});

describe('futures of counts', () => {
  test('are whole numbers, of which intervals hold what they say, and the next smaller ones less', async () => {
    const { file, run } = await trainOn('counts.csv', counts(), {
      data: { blend: false },
      training: { loss: 'negativeBinomial', epochs: 6 },
    });
    const told = await home.engine.predict({ model: run, file, paths: 4000 });
    for (const [ahead, { cells }] of told.next.entries()) {
      const {
        value = NaN,
        low = NaN,
        high = NaN,
      } = (cells[0] ?? {}) as { value?: number; low?: number; high?: number };
      const values = atStep(told, ahead);
      expect(values.every((count) => Number.isInteger(count) && count >= 0)).toBe(true);
      // Some 57 windows set the level of either.
      const heldBy = (least: number, most: number): number =>
        values.filter((count) => count >= least && count <= most).length / values.length;
      expect(heldBy(low, high)).toBeGreaterThan(0.72);
      expect(heldBy(low + (low > 0 ? 1 : 0), high - 1)).toBeLessThan(0.88);
      // A path is no end of an interval: zeros and more come as often as the distribution says.
      const mean = values.reduce((sum, count) => sum + count / values.length, 0);
      expect(mean / value).toBeGreaterThan(0.8);
      expect(mean / value).toBeLessThan(1.3);
    }
  });
});

describe('futures of several series', () => {
  test('are of each, by its name, and each goes its own ways', async () => {
    const rows = walk().flatMap((value) => [`a,${value}`, `b,${value}`]);
    const file = await home.write('two.csv', ['shop,y', ...rows]);
    const { run } = await home.train(file, {
      task: 'forecast',
      data: { series: 'shop', targets: ['y'], inputs: ['y'], window: 8, horizon: 2, season: 0, anchor: 'last' },
      training: { epochs: 1, threads: 1 },
    });
    const { paths = [] } = await home.engine.predict({ model: run, file, paths: 7, horizon: 1 });
    expect(paths.map(({ series, column, values }) => [series, column, values.map((path) => path.length)])).toEqual([
      ['a', 'y', [1, 1, 1, 1, 1, 1, 1]],
      ['b', 'y', [1, 1, 1, 1, 1, 1, 1]],
    ]);
    expect(paths[0]?.values).not.toEqual(paths[1]?.values);
    const out = join(home.folder, 'two-paths.csv');
    await home.engine.predict({ model: run, file, paths: 2, out });
    const lines = (await readFile(out, 'utf8')).trimEnd().split('\n');
    expect(lines[0]).toBe('path,shop,step,y');
    expect(lines.slice(1).map((line) => line.split(',').slice(0, 3).join())).toEqual([
      ...['1,a,1', '1,a,2', '2,a,1', '2,a,2', '1,b,1', '1,b,2', '2,b,1', '2,b,2'],
    ]);
  });
});

describe('futures of rows that stand in the file', () => {
  test('begin after the last row with a target, and have the times of these rows', async () => {
    const rows = Array.from({ length: 160 }, (_, row) => {
      const day = new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10);
      const promotion = random.integer(2);
      return [day, promotion, row < 156 ? (20 + 9 * promotion + random.normal()).toFixed(1) : ''].join();
    });
    const file = await home.write('plan.csv', ['day,promotion,sales', ...rows]);
    const training = { epochs: 1, threads: 1 };
    const { run } = await home.train(file, { task: 'forecast', data: { window: 8 }, training });
    const { paths, next } = await home.engine.predict({ model: run, file, paths: 3 });
    expect(next).toEqual([]);
    expect(paths?.[0]?.values.map((path) => path.filter(Number.isFinite).length)).toEqual([4, 4, 4]);
    const out = join(home.folder, 'plan-paths.csv');
    await home.engine.predict({ model: run, file, paths: 1, out });
    const lines = (await readFile(out, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => line.split(',').slice(0, 2).join())).toEqual([
      'path,time',
      ...rows.slice(-4).map((row) => `1,${row.slice(0, 10)}`),
    ]);
  });
});
