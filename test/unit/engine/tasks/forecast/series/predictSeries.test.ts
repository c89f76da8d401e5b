import { describe, expect, test } from 'vitest';
import type { Prediction } from '../../../../../../engine/protocol.ts';
import { TrainingEngine } from '../../../server/trainingEngine.ts';

const home = new TrainingEngine('block');

const day = (row: number): string => new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10);
const shops = ['a', 'b', 'c'] as const;
/** Each shop has a town, a number of its own, and 40 days. */
const rowOf = (shop: string, row: number): string =>
  `${day(row)},${shop},town of ${shop},${shop.charCodeAt(0)},${(10 + (row % 7)).toFixed(1)}`;
const rows = Array.from({ length: 40 }, (_, row) => row);
const blocks = shops.flatMap((shop) => rows.map((row) => rowOf(shop, row)));
const turns = rows.flatMap((row) => shops.map((shop) => rowOf(shop, row)));

const predict = async (name: string, lines: readonly string[]): Promise<Prediction> => {
  const file = await home.write(name, ['day,shop,town,number,sales', ...lines]);
  const data = { time: 'day', series: 'shop', targets: ['sales'], inputs: ['sales'], window: 7, horizon: 2 };
  const { run } = await home.train(file, { data, model: { hiddenSize: 4 }, training: { epochs: 1, threads: 1 } });
  return home.engine.predict({ model: run, file });
};

describe('the rows to come of several series', () => {
  test('belong below those of their own where each stands by itself', async () => {
    const { next } = await predict('blocks.csv', blocks);
    expect(next.map(({ series, time, place }) => [series, time, place])).toEqual(
      shops.flatMap((shop, at) => [40, 41].map((row) => [shop, day(row), { line: 41 + 40 * at, isAbove: false }])),
    );
  });

  test('belong above those of their own where the newest stands first', async () => {
    const { next } = await predict('newest.csv', blocks.toReversed());
    expect(next.map(({ series, place }) => [series, place])).toEqual(
      ['c', 'b', 'a'].flatMap((shop, at) => [0, 1].map(() => [shop, { line: 2 + 40 * at, isAbove: true }])),
    );
  });

  test('belong to the end where they take turns', async () => {
    const { next, lastLine } = await predict('turns.csv', turns);
    expect(next.every(({ place }) => place === undefined)).toBe(true);
    expect(lastLine).toBe(121);
  });

  test('say what all rows of their series say', async () => {
    const { next } = await predict('same.csv', turns);
    expect(next.map(({ row }) => row.split(',').slice(0, 4).join(','))).toEqual(
      shops.flatMap((shop) => [40, 41].map((row) => rowOf(shop, row).split(',').slice(0, 4).join(','))),
    );
  });

  test('have their interval in the digits of the column', async () => {
    const { next } = await predict('digits.csv', turns);
    for (const { cells } of next) expect(cells[0]?.bounds?.every((bound) => /^-?\d+\.\d$/.test(bound))).toBe(true);
  });
});
