import { describe, expect, test } from 'vitest';
import type { Config } from '../../../../../engine/config.ts';
import { networkOf } from '../../../../../engine/network/networkOf.ts';
import type { ForecastCodec } from '../../../../../engine/tasks/forecast/forecastCodec.ts';
import type { ForecastData } from '../../../../../engine/tasks/forecast/forecastFields.ts';
import { inspectFile } from '../../../../../engine/tasks/inspectFile.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';
import { completeFile } from '../completeFile.ts';
import { encodeFile, prepareData } from '../prepareData.ts';

const day = (row: number): string => new Date(Date.UTC(2021, 0, 1 + row)).toISOString().slice(0, 10);
const kinds = ['mall', 'street', 'station'];

interface Shape {
  readonly stores?: readonly string[];
  readonly rows?: number;
  /** Rows after those, of which neither sales nor weather are known. */
  readonly ahead?: number;
  readonly typeOf?: (store: number, row: number) => string;
  readonly sizeOf?: (store: number, row: number) => number;
}

const usualStores = ['a', 'b', 'c', 'd', 'e', 'f'];
/** Sales of stores of three types, in towns of which each has one. */
const storesFile = ({
  stores = usualStores,
  rows = 60,
  ahead = 0,
  typeOf = (store) => kinds[store % 3] ?? '',
  sizeOf = (store) => 100 * (1 + store),
}: Shape = {}): string => {
  const lines = stores.flatMap((store, at) =>
    Array.from({ length: rows + ahead }, (_, row) => {
      const isAhead = row >= rows;
      const sales = (20 + 8 * Math.sin((row * 2 * Math.PI) / 7) + ((row * 37 + at) % 11) / 4).toFixed(2);
      return [
        day(row),
        store,
        `${store}-town`,
        typeOf(at, row),
        sizeOf(at, row),
        isAhead ? '' : row % 3 === 0 ? 'wet' : 'dry',
        isAhead ? '' : sales,
      ].join(',');
    }),
  );
  return temporaryFile(['day,store,town,type,size,weather,sales', ...lines, ''].join('\n'));
};

const complete = async (file: string, config: Config = {}) => {
  const completed = await completeFile(file, { ...config, data: { window: 14, horizon: 3, ...config.data, file } });
  return { ...completed, data: completed.config.data as ForecastData };
};

describe('what kind of series each is', () => {
  test('is said by categories that are the same throughout a series and shared by several: found, told, learned as vectors', async () => {
    const file = storesFile();
    const { data, config, choices, problems } = await complete(file);
    expect(problems).toEqual([]);
    expect(data.static).toEqual(['type']);
    expect(choices).toContain(
      "'type' (3 kinds) is the same in all rows of a series: a vector is learned of each kind (data.static).",
    );
    expect(choices.join('\n')).toContain(
      "'town' is the same in all rows of a series, and 6 kinds of 6 series are nearly one for each",
    );
    const inspection = await inspectFile(file, {});
    expect(inspection.kind === 'table' && inspection.told).toContain(
      "'type' (3 kinds) says what kind of series each is.",
    );
    const { shape } = await prepareData(config);
    const [mark] = networkOf(shape, config.model, config.training.loss).encoder;
    expect(mark).toEqual({ block: 'mark', name: 'kind', columns: shape.series?.marks?.columns, size: 3 });
  });

  test.each<[string, Shape, Config['data']]>([
    ['a config wants none', {}, { static: [] }],
    ['all series are of one kind', { typeOf: () => 'mall' }, {}],
    [
      'it changes within one series',
      { typeOf: (store, row) => kinds[store === 2 && row > 20 ? 0 : store % 3] ?? '' },
      {},
    ],
    ['there is one series', { stores: ['a'] }, {}],
  ])('is not learned where %s', async (_, shape, asked) => {
    const { data, problems } = await complete(storesFile(shape), { data: asked });
    expect(problems).toEqual([]);
    expect(data.static ?? []).toEqual([]);
  });

  test('does not hang on rows that are held out', async () => {
    const { data } = await complete(storesFile({ typeOf: (store, row) => kinds[row > 55 ? 0 : store % 3] ?? '' }));
    expect(data.static).toEqual(['type']);
  });

  test('is no news of rows that are to be forecast', async () => {
    const file = storesFile({ ahead: 5 });
    const { data, choices } = await complete(file);
    expect(data.static).toEqual(['type']);
    expect(data.known).toBeUndefined();
    const inspection = await inspectFile(file, {});
    const told = inspection.kind === 'table' ? (inspection.told ?? []) : [];
    expect([...choices, ...told].join('\n')).not.toContain('filled');
  });

  test.each<[string, Shape, Config['data'], string]>([
    [
      'none of the inputs',
      {},
      { static: ['type'], inputs: ['sales'] },
      "'type' is none of the inputs; name it there too, or leave it out",
    ],
    [
      'a number',
      {},
      { static: ['size'], inputs: ['size', 'sales'] },
      "'size' holds no categories, of which alone there are kinds; let it be an input as others, or leave it out",
    ],
    [
      'what changes',
      { typeOf: (store, row) => kinds[store === 1 && row > 20 ? 0 : store % 3] ?? '' },
      { static: ['type'] },
      "'type' changes within b, from 'street' to 'mall' in line 83; let it be an input as others, or leave it out",
    ],
  ])('cannot be %s, and it is said why', async (_, shape, asked, message) => {
    const { problems } = await complete(storesFile(shape), { data: asked });
    expect(problems).toEqual([{ path: 'data.static', message }]);
  });

  test('is the mean of all kinds where training has not seen it, or a series does not say; each such series is told', async () => {
    const { config } = await complete(storesFile());
    const { codec } = await prepareData(config);
    const column = (codec as ForecastCodec).inputs.findIndex(
      (input) => input.kind === 'category' && input.column === 'type',
    );
    expect((codec as ForecastCodec).inputs[column]).toMatchObject({ values: kinds, isStatic: true });
    const other = storesFile({ typeOf: (store, row) => ['kiosk', '', row < 20 ? '' : 'street'][store % 3] ?? '' });
    const { source, dropped } = await encodeFile(config, codec, other);
    if (source.kind !== 'windows' || !(source.values instanceof Float32Array)) throw new Error('it is in memory');
    const { columns, values } = source;
    const first = (await prepareData(config)).shape.series?.marks?.columns[0] ?? NaN;
    const marksOf = (series: number, row: number): number[] => {
      const at = (series * 60 + row) * columns + first;
      return Array.from(values.subarray(at, at + 3), (value) => Math.round(value * 3) / 3);
    };
    expect(marksOf(0, 0)).toEqual([1 / 3, 1 / 3, 1 / 3]);
    expect(marksOf(1, 59)).toEqual([1 / 3, 1 / 3, 1 / 3]);
    expect([marksOf(2, 0), marksOf(2, 59)]).toEqual([
      [0, 1, 0],
      [0, 1, 0],
    ]);
    expect(dropped).toEqual([
      'a: its type is none that was trained on: the series counts as the mean of all kinds.',
      'b: type is empty: the series counts as the mean of all kinds.',
      'd: its type is none that was trained on: the series counts as the mean of all kinds.',
      'e: type is empty: the series counts as the mean of all kinds.',
    ]);
  });

  test('in numbers is told apart by the sizes of all series, not by its own', async () => {
    const { config, data } = await complete(storesFile(), { data: { inputs: ['size', 'sales'] } });
    const { codec } = await prepareData(config);
    const { inputs, series } = codec as ForecastCodec;
    const at = data.inputs.indexOf('size');
    const sizes = (series ?? []).map((one) => one.inputs[at]);
    const {
      kind: _,
      column: __,
      ...ofAll
    } = inputs[at] as Extract<ForecastCodec['inputs'][number], { kind: 'number' }>;
    expect(sizes).toEqual(usualStores.map(() => ofAll));
    expect(ofAll.scale).toBeGreaterThan(100);
  });
});
