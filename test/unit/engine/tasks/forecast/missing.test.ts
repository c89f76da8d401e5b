import { describe, expect, test } from 'vitest';
import type { WindowSource } from '../../../../../engine/compute/source.ts';
import { createRandom } from '../../../../../engine/compute/random.ts';
import type { Config } from '../../../../../engine/config.ts';
import { moveOn } from '../../../../../engine/tasks/forecast/columns/moveOn.ts';
import type { ForecastCodec } from '../../../../../engine/tasks/forecast/forecastCodec.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';
import { completeFile } from '../completeFile.ts';
import { prepareData } from '../prepareData.ts';

const rows = 200;
const random = createRandom(3);
const winds = Array.from({ length: rows }, () => (5 + random.normal()).toFixed(2));

/** Sales and a wind that is missing in some rows. */
const table = (isMissing: (row: number) => boolean): string =>
  ['wind,sales', ...winds.map((wind, row) => `${isMissing(row) ? '' : wind},${(row % 9) + 1}`), ''].join('\n');

const prepare = async (content: string, data: Config['data'] = {}) => {
  const file = temporaryFile(content);
  const { config, problems, choices } = await completeFile(file, { data: { targets: ['sales'], ...data, file } });
  expect(problems).toEqual([]);
  const prepared = await prepareData(config);
  const { inputs } = prepared.codec as ForecastCodec;
  const source = prepared.source as WindowSource;
  return { ...prepared, inputs, source, values: source.values as Float32Array, choices: choices.join('\n'), config };
};

const kinds = (inputs: ForecastCodec['inputs']): string[] => inputs.map(({ kind }) => kind);

describe('where an input is missing', () => {
  test('the network is told beside the value before, where that is frequent, and so is a person', async () => {
    const { inputs, values, source, choices, config } = await prepare(table((row) => row % 10 === 4));
    expect(kinds(inputs)).toEqual(['number', 'number', 'missing']);
    expect(choices).toContain('The network is told where wind is missing, beside the value before.');
    expect(source.columns).toBe(3);
    expect(config.model.inputSize).toBe(3);
    for (const row of [3, 4, 5, 194]) {
      expect(values[row * 3 + 2], `row ${row}`).toBe(row % 10 === 4 ? 1 : 0);
    }
    expect(values[4 * 3]).toBe(values[3 * 3]);
  });

  test.each<[string, (row: number) => boolean, Config['data'], boolean]>([
    ['rare gaps say nothing', (row) => row === 50, {}, false],
    ['rare gaps do on request', (row) => row === 50, { flagMissing: true }, true],
    ['frequent ones do not, where that is not wanted', (row) => row % 10 === 4, { flagMissing: false }, false],
    ['gaps of rows that are held back say nothing', (row) => row > 150, {}, false],
    ['not even on request', (row) => row > 150, { flagMissing: true }, false],
  ])('%s', async (_, isMissing, data, isFlagged) => {
    const { inputs } = await prepare(table(isMissing), data);
    expect(kinds(inputs).includes('missing')).toBe(isFlagged);
  });

  test('before its first value the mean of the training rows stands in, and no row is left out', async () => {
    const { values, splits } = await prepare(
      table((row) => row < 60),
      { window: 10, horizon: 3 },
    );
    expect(splits.train[0]).toBe(0);
    expect([values[0], values[2]]).toEqual([0, 1]);
    const without = await prepare(
      table((row) => row < 60),
      { window: 10, horizon: 3, flagMissing: false },
    );
    expect(without.splits.train[0]).toBe(60);
  });

  test('throughout one of several series, that is learned like the others', async () => {
    const content = ['a', 'b', 'c'].flatMap((shop) =>
      winds.slice(0, 80).map((wind, row) => `${shop},${shop === 'b' ? '' : wind},${(row % 9) + 1}`),
    );
    const { splits, inputs } = await prepare(['shop,wind,sales', ...content, ''].join('\n'), {
      series: 'shop',
      window: 10,
      horizon: 3,
    });
    expect(kinds(inputs)).toContain('missing');
    expect([...splits.train].some((example) => example >= 80 && example < 140)).toBe(true);
  });

  test('is not told of what was forecast, and of all else that is not known of later rows', () => {
    const row = Float32Array.of(7, 0, 3, 1);
    moveOn(
      row,
      [
        { kind: 'number', column: 'wind', offset: 0, scale: 1 },
        { kind: 'missing', column: 'wind' },
        { kind: 'number', column: 'sales', offset: 0, scale: 1 },
        { kind: 'missing', column: 'sales' },
      ],
      0,
      ['sales'],
    );
    expect([...row]).toEqual([7, 1, 3, 0]);
  });
});
