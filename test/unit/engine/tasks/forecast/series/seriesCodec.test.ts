import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WindowSource } from '../../../../../../engine/compute/source.ts';
import type { Config } from '../../../../../../engine/config.ts';
import { evaluateModel } from '../../../../../../engine/prediction/evaluateModel.ts';
import { LoadedModels } from '../../../../../../engine/prediction/loadedModels.ts';
import { predictFile } from '../../../../../../engine/prediction/predictFile.ts';
import { findCodecFaults } from '../../../../../../engine/tasks/forecast/findCodecFaults.ts';
import type { ForecastCodec } from '../../../../../../engine/tasks/forecast/forecastCodec.ts';
import type { ForecastData } from '../../../../../../engine/tasks/forecast/forecastFields.ts';
import { OpenedFiles } from '../../../../../../engine/tasks/openedFiles.ts';
import type { PreparedData } from '../../../../../../engine/tasks/preparedData.ts';
import { startRun } from '../../../../../../engine/training/startRun.ts';
import { temporaryFile } from '../../../files/temporaryFile.ts';
import { completeFile } from '../../completeFile.ts';
import { prepareData } from '../../prepareData.ts';

const rows = 80;
const day = (row: number): string => new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10);
const sales = (row: number): number => 20 + 8 * Math.sin((row * 2 * Math.PI) / 7) + ((row * 37) % 11) / 4;
/** Each shop sells so many times what the first does. */
const shops: readonly (readonly [name: string, times: number])[] = [
  ['a', 1],
  ['b', 4096],
  ['c', 1 / 64],
];
const content = (names = shops, valueAt = sales): string =>
  [
    'shop,day,sales',
    ...names.flatMap(([name, times]) =>
      Array.from({ length: rows }, (_, row) => `${name},${day(row)},${(valueAt(row) * times).toPrecision(12)}`),
    ),
    '',
  ].join('\n');
const wanted = { series: 'shop', time: 'day', targets: ['sales'], inputs: ['sales'], window: 14, horizon: 3 } as const;
const prepare = async (text: string, data: Config['data'] = {}) => {
  const file = temporaryFile(text);
  const { config } = await completeFile(file, { task: 'forecast', data: { ...wanted, ...data, file } });
  const prepared = (await prepareData(config)) as PreparedData<ForecastCodec>;
  return { prepared, data: config.data as ForecastData, source: prepared.source as WindowSource };
};

describe('series of unlike sizes', () => {
  test.each(['none', 'last', 'seasonal'] as const)(
    'are read alike by the network, with the anchor %s',
    async (anchor) => {
      const { source } = await prepare(content(), { anchor });
      for (const values of [source.values, source.targets] as Float32Array[]) {
        const first = values.subarray(0, values.length / 3);
        for (const at of [1, 2]) {
          const other = values.subarray((at * values.length) / 3, ((at + 1) * values.length) / 3);
          for (const [index, value] of first.entries()) expect(other[index]).toBeCloseTo(value, 4);
        }
      }
    },
  );

  test('share one size where data.ownScales is false', async () => {
    const { prepared, source } = await prepare(content(), { ownScales: false });
    expect(prepared.codec.series).toBeUndefined();
    const values = source.targets as Float32Array;
    const spread = (at: number): number => {
      const part = values.subarray((at * values.length) / 3, ((at + 1) * values.length) / 3);
      return Math.max(...part) - Math.min(...part);
    };
    expect(spread(1)).toBeGreaterThan(1000 * spread(0));
  });

  test('have their sizes from the rows that train', async () => {
    const before = await prepare(content());
    const testStart = Math.floor(rows * 0.7) + 1;
    const after = await prepare(content(shops, (row) => (row >= testStart ? -5 : 1) * sales(row)));
    expect(after.prepared.codec.series).toEqual(before.prepared.codec.series);
  });

  test('count alike in the error that is scaled', async () => {
    const { prepared } = await prepare(content());
    const alone = await prepare(content(shops.slice(0, 1)), { series: null, inputs: ['sales'] });
    expect(prepared.baselines.test['lastValue']?.['mase']).toBeCloseTo(
      alone.prepared.baselines.test['lastValue']?.['mase'] ?? NaN,
      4,
    );
  });

  test('are no more than one in a file without a column of names, which has no sizes of its own', async () => {
    const file = temporaryFile(content(shops.slice(0, 1)).replaceAll(/^[^,]*,/gm, ''));
    const { problems } = await completeFile(file, { task: 'forecast', data: { file, ownScales: true } });
    expect(problems).toEqual([
      { path: 'data.ownScales', message: 'there is one series; leave it out, or name a column in data.series' },
    ]);
  });

  test('share one where they are too many for a model to keep their sizes, which is told', async () => {
    const many = Array.from({ length: 33_400 }, (_, shop) => `s${shop},${day(shop % 3)},${shop}\n`).join('');
    const file = temporaryFile(`${content()}${many}`);
    const { config, choices } = await completeFile(file, { task: 'forecast', data: { ...wanted, file } });
    expect(config.data).toMatchObject({ ownScales: false });
    expect(choices).toContain('The series are too many for sizes of their own: they share one.');
    const { problems } = await completeFile(file, { task: 'forecast', data: { ...wanted, file, ownScales: true } });
    expect(problems.find(({ path }) => path === 'data.ownScales')?.message).toMatch(
      /^33403 series have 100209 sizes, more than the 100000 that a model keeps/,
    );
  });

  test('that are too short to have a size are told from those that have one', async () => {
    const short = `${content()}d,${day(0)},5\nd,${day(1)},6\n`;
    const { prepared } = await prepare(short);
    expect(prepared.codec.series?.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });

  test('whose sizes do not fit the columns are a fault of the model', async () => {
    const { prepared, data } = await prepare(content());
    const { codec } = prepared;
    expect(findCodecFaults(data, codec)).toEqual([]);
    const [first] = codec.series ?? [];
    const broken = { ...codec, series: [{ ...first!, targets: [] }] };
    expect(findCodecFaults(data, broken)).toEqual([
      'codec.series: the scales of "a" are not one for each number and target',
    ]);
  });
});

describe('a model of series of unlike sizes', () => {
  let models: LoadedModels;
  let model: string;
  const file = temporaryFile(content());
  beforeAll(async () => {
    models = new LoadedModels();
    const config: Config = {
      task: 'forecast',
      data: { ...wanted, calendar: false, blend: false },
      model: { hiddenSize: 4, numLayers: 1 },
      training: { epochs: 2, threads: 1, seed: 1 },
    };
    const listener = { report: () => undefined, setStatus: () => undefined };
    const started = await startRun({ file, config, runs: await mkdtemp(join(tmpdir(), 'rnn-series-')) }, listener);
    await started.run.run();
    await started.session.dispose();
    model = started.folder.path;
  });
  afterAll(() => models.dispose());

  const nextOf = async (text: string): Promise<Map<string, number[]>> => {
    const { next } = await predictFile(models, { model, file: temporaryFile(text) });
    const values = new Map<string, number[]>();
    for (const { series = '', cells } of next) {
      values.set(series, [...(values.get(series) ?? []), ...cells.map(({ value }) => value as number)]);
    }
    return values;
  };

  test('forecasts each in its own size, those it was not trained on too', async () => {
    const next = await nextOf(content([...shops, ['new', 512]]));
    const first = next.get('a') ?? [];
    expect(first).toHaveLength(3);
    for (const [name, times, digits] of [
      ['b', 4096, 3],
      ['c', 1 / 64, 3],
      // Its size is that of all its rows, not of those that trained.
      ['new', 512, -1],
    ] as const) {
      for (const [ahead, value] of (next.get(name) ?? []).entries()) {
        expect(value / times).toBeCloseTo(first[ahead] ?? NaN, digits);
      }
    }
  });

  test('forecasts a file of one series that has no name', async () => {
    const text = content([['x', 100]]).replaceAll(/^[^,]*,/gm, '');
    const { next } = await predictFile(models, { model, file: temporaryFile(text) });
    for (const { cells } of next) expect((cells[0]?.value as number) / 100).toBeCloseTo(20, -2);
    expect(next.length).toBe(3);
  });

  test('scores each by its own size', async () => {
    const maseOf = async (name: string): Promise<number> => {
      const one = temporaryFile(content(shops.filter(([shop]) => shop === name)));
      const { metrics } = await evaluateModel(models, { model, file: one }, new OpenedFiles());
      return metrics['mase'] as number;
    };
    const first = await maseOf('a');
    expect(await maseOf('b')).toBeCloseTo(first, 4);
    expect(await maseOf('c')).toBeCloseTo(first, 4);
    const { metrics } = await evaluateModel(models, { model, file }, new OpenedFiles());
    expect(metrics['mase']).toBeCloseTo(first, 4);
  });
});
