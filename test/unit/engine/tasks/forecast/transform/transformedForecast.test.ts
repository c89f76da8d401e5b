import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../../../engine/compute/random.ts';
import type { WindowSource } from '../../../../../../engine/compute/source.ts';
import type { Config, RunConfig } from '../../../../../../engine/config.ts';
import { calibrateForecast } from '../../../../../../engine/tasks/forecast/calibration/calibrateForecast.ts';
import { findCodecFaults } from '../../../../../../engine/tasks/forecast/findCodecFaults.ts';
import type { ForecastCodec } from '../../../../../../engine/tasks/forecast/forecastCodec.ts';
import { ForecastDecoder } from '../../../../../../engine/tasks/forecast/forecastDecoder.ts';
import type { ForecastData } from '../../../../../../engine/tasks/forecast/forecastFields.ts';
import type { PreparedData } from '../../../../../../engine/tasks/preparedData.ts';
import { temporaryFile } from '../../../files/temporaryFile.ts';
import { completeFile } from '../../completeFile.ts';
import { prepareData } from '../../prepareData.ts';

const rows = 400;
const trainRows = 280;
const random = createRandom(5);
/** Grows, and its season and noise grow with it. */
const sales = Array.from(
  { length: rows },
  (_, row) => 50 * 1.005 ** row * Math.exp(0.4 * Math.sin((row * Math.PI) / 6) + 0.05 * random.normal()),
);
const wanted = { inputs: ['y'], targets: ['y'], season: 12, horizon: 4, window: 24 } as const;
const shops = ['a', 'b'] as const;

const oneSeries = (values: readonly number[]): string =>
  ['y', ...values.map((value) => (Number.isNaN(value) ? '' : value.toPrecision(9))), ''].join('\n');
/** The second shop has a thousandth of the values of the first. */
const twoSeries = (values: readonly number[]): string =>
  [
    'shop,y',
    ...shops.flatMap((shop) =>
      values.map((value) => `${shop},${(shop === 'a' ? value : value / 1000).toPrecision(9)}`),
    ),
    '',
  ].join('\n');

const complete = async (text: string, data: Config['data'] = {}) => {
  const file = temporaryFile(text);
  return { file, ...(await completeFile(file, { task: 'forecast', data: { ...wanted, ...data, file } })) };
};
const prepare = async (text: string, data: Config['data'] = {}) => {
  const { config } = await complete(text, data);
  const prepared = (await prepareData(config)) as PreparedData<ForecastCodec>;
  return { config: config as RunConfig<ForecastData>, prepared };
};

const kinds = ['log', 'log1p', 'boxcox'] as const;

describe.each(kinds)('values learned as %s', (transform) => {
  test.each(['none', 'last', 'seasonal'] as const)('come back as they were, with the anchor %s', async (anchor) => {
    const { prepared } = await prepare(oneSeries(sales), { transform, anchor });
    const { targets, values } = prepared.source as WindowSource;
    const decoder = new ForecastDecoder(prepared.scales!, {}, prepared.simple);
    for (const [row, value] of sales.entries()) {
      // In 32 bits.
      expect(decoder.network(row, 0, (targets as Float32Array)[row] ?? NaN) / value).toBeCloseTo(1, 4);
      expect(prepared.rows?.targets[0]?.decode((targets as Float32Array)[row] ?? NaN)).toBe(
        decoder.network(row, 0, (targets as Float32Array)[row] ?? NaN),
      );
    }
    if (anchor === 'none') expect(values).toEqual(targets);
  });

  test('come back as they were of each series in its own size', async () => {
    const { prepared } = await prepare(twoSeries(sales), { transform, series: 'shop' });
    expect(prepared.codec.series?.map(({ name }) => name)).toEqual(shops);
    const { targets } = prepared.source as WindowSource;
    const decoder = new ForecastDecoder(prepared.scales!, {}, prepared.simple);
    for (const [row, value] of [...sales, ...sales.map((each) => each / 1000)].entries()) {
      // An origin is the row after those that are known.
      expect(decoder.network(row + 1, 0, (targets as Float32Array)[row] ?? NaN) / value).toBeCloseTo(1, 4);
    }
  });

  test.each(['none', 'last', 'seasonal'] as const)(
    'no value of the validation or the test part changes what is fitted or chosen, with the anchor %s',
    async (anchor) => {
      for (const text of [oneSeries, twoSeries]) {
        const data = { transform, anchor, ...(text === twoSeries && { series: 'shop' }) };
        const before = await prepare(text(sales), data);
        for (const change of [(value: number) => value * 1e4, () => 1e-9, (value: number) => 3 * value - 2]) {
          const changed = sales.map((value, row) => (row >= trainRows ? Math.max(1e-9, change(value)) : value));
          const after = await prepare(text(changed), data);
          const { file: _, ...asked } = after.config.data;
          const { file: __, ...known } = before.config.data;
          expect(asked).toEqual(known);
          const { decimals: ___, ...target } = after.prepared.codec.targets[0]!;
          expect(before.prepared.codec.targets[0]).toMatchObject(target);
          expect({ ...after.prepared.codec, targets: [] }).toEqual({ ...before.prepared.codec, targets: [] });
        }
      }
    },
  );

  test('a series that is constant, one that is 0 but for a value, and one without any train with the others', async () => {
    const text = [
      twoSeries(sales),
      ...Array.from({ length: 60 }, () => 'constant,7\n'),
      ...Array.from(
        { length: 60 },
        (_, row) => `rare,${row === 20 && transform !== 'log' ? 3 : transform === 'log' ? 1 : 0}\n`,
      ),
      ...Array.from({ length: 60 }, () => 'nothing,\n'),
    ].join('');
    const { prepared } = await prepare(text, { transform, series: 'shop', blend: false });
    for (const value of (prepared.source as WindowSource).values as Float32Array) expect(value).not.toBe(Infinity);
    for (const { targets } of prepared.codec.series ?? []) {
      for (const { offset, scale } of targets) {
        expect(Number.isFinite(offset)).toBe(true);
        expect(scale).toBeGreaterThan(0);
      }
    }
  });
});

describe('Box–Cox', () => {
  test('has the λ that is asked for', async () => {
    const { prepared } = await prepare(oneSeries(sales), { transform: 'boxcox', lambda: 0.3 });
    expect(prepared.codec.targets[0]?.transform).toMatchObject({ kind: 'boxcox', lambda: 0.3 });
    const [input] = prepared.codec.inputs;
    expect(input?.kind === 'number' && input.transform).toEqual(prepared.codec.targets[0]?.transform);
  });

  test('is nearly the logarithm where season and noise grow with the level', async () => {
    const { prepared } = await prepare(oneSeries(sales), { transform: 'boxcox' });
    const { transform } = prepared.codec.targets[0]!;
    expect(transform?.kind === 'boxcox' && transform.lambda).toBeLessThan(0.1);
  });

  test.each(['none', 'log', undefined] as const)('a λ does nothing beside %s', async (transform) => {
    const { problems } = await complete(oneSeries(sales), { lambda: 0.5, ...(transform && { transform }) });
    expect(problems).toEqual([
      {
        path: 'data.lambda',
        message: `lambda 0.5 does nothing: the transform is ${transform ?? 'log'}; leave it out, or set data.transform to boxcox`,
      },
    ]);
  });
});

describe('a value that a transform cannot take', () => {
  const withValue = (row: number, value: number): readonly number[] =>
    sales.map((each, at) => (at === row ? value : each));

  test.each([
    ['log', 0, 'which has no logarithm; set data.transform to log1p, which takes 0, or none'],
    ['log', -3, 'which has no logarithm; set data.transform to none'],
    ['log1p', -3, 'below 0; set data.transform to none'],
    ['boxcox', -3, 'below 0; set data.transform to none'],
  ] as const)('is refused with its line: %s of %d', async (transform, value, why) => {
    for (const row of [10, 390]) {
      await expect(complete(oneSeries(withValue(row, value)), { transform })).rejects.toThrow(
        `.csv:${row + 2}: column y is ${value}, ${why}, correct the value, or leave the cell empty`,
      );
    }
  });

  test('is refused with the name of its series', async () => {
    const text = twoSeries(sales).replace(/^b,.*$/m, 'b,-1');
    await expect(complete(text, { transform: 'log', series: 'shop' })).rejects.toThrow(
      `.csv:${rows + 2}: column y of the series b is -1, which has no logarithm`,
    );
  });

  test('λ 0 is a logarithm, λ above it takes 0', async () => {
    const text = oneSeries(withValue(10, 0));
    await expect(complete(text, { transform: 'boxcox', lambda: 0 })).rejects.toThrow('.csv:12: column y is 0');
    expect((await complete(text, { transform: 'boxcox', lambda: 0.5 })).problems).toEqual([]);
    expect((await complete(text, { transform: 'log1p' })).problems).toEqual([]);
    expect((await complete(text, { transform: 'none' })).problems).toEqual([]);
  });

  test('is taken, and told with its line, where it comes after the config was made', async () => {
    const { config } = await complete(oneSeries(sales), { transform: 'log' });
    const file = temporaryFile(oneSeries(sales.map((value, row) => (row >= 395 ? -1 : value))));
    const prepared = await prepareData({ ...config, data: { ...config.data, file } });
    expect(prepared.dropped).toContain(
      '5 values of targets are none that log is meant for (line 397 the first); by a straight line on from it they are taken all the same.',
    );
    for (const value of (prepared.source as WindowSource).targets as Float32Array) {
      expect(Number.isFinite(value)).toBe(true);
    }
  });
});

describe('intervals around what is learned as logarithms', () => {
  const calibrated = async (data: Config['data'] = {}) => {
    const { config, prepared } = await prepare(oneSeries(sales), { transform: 'log', ...data });
    const examples = prepared.splits.valid;
    const outputs = new Float32Array(examples.length * 4);
    return { prepared, calibration: calibrateForecast(prepared, { examples, outputs }, config) };
  };

  test('reach as many times below the forecast as above it', async () => {
    const { prepared, calibration } = await calibrated({ blend: false, anchor: 'none' });
    const decoder = new ForecastDecoder(prepared.scales!, calibration, prepared.simple);
    const { value, low = NaN, high = NaN } = decoder.forecast(390, 2, 0, { mean: 1 });
    expect(low).toBeGreaterThan(0);
    expect(high / value).toBeCloseTo(value / low, 10);
    expect(high / value).toBeGreaterThan(1.01);
  });

  test('hold about what they held on the validation part, of a blend too', async () => {
    const { prepared, calibration } = await calibrated();
    expect(calibration.blend).toEqual([{ network: 0, baseline: 'exponentialSmoothing' }]);
    const decoder = new ForecastDecoder(prepared.scales!, calibration, prepared.simple);
    let held = 0;
    for (const example of prepared.splits.test) {
      for (let ahead = 0; ahead < 4; ahead++) {
        const { low = NaN, high = NaN } = decoder.forecast(example + 24, ahead, 0, { mean: 0 });
        const actual = sales[example + 24 + ahead] ?? NaN;
        if (actual >= low && actual <= high) held++;
      }
    }
    const share = held / (prepared.splits.test.length * 4);
    expect(share).toBeGreaterThan(0.7);
    expect(share).toBeLessThan(0.92);
  });
});

describe('a model of values that are never below 0', () => {
  const counts = sales.map((_, row) => (row % 5 === 0 ? 1 + (row % 3) : 0));
  const decoderOf = async (values: readonly number[], data: Config['data'] = {}) => {
    const { prepared, config } = await prepare(oneSeries(values), { ...data, anchor: 'none' });
    const calibration = { intervals: [9, 9, 9, 9] };
    return { decoder: new ForecastDecoder(prepared.scales!, calibration, prepared.simple), prepared, config };
  };

  test('stops at 0 with its forecasts and their intervals, and says so', async () => {
    const { decoder } = await decoderOf(counts);
    const { value, low, high = NaN } = decoder.forecast(300, 0, 0, { mean: -5 });
    expect([value, low]).toEqual([0, 0]);
    expect(high).toBeGreaterThan(0);
    const { choices } = await complete(oneSeries(counts));
    expect(choices).toContain(
      'No training value of y is below 0: the forecasts stop there; data.nonNegative false lets them go below.',
    );
    expect(choices).toContain(
      '80 % of the training values of y are 0: the forecast that errs least may be 0 throughout, and its interval says more.',
    );
  });

  test('writes whole numbers where the column has whole ones', async () => {
    const { prepared } = await decoderOf(counts);
    expect(prepared.codec.targets[0]?.decimals).toBeGreaterThan(0);
    const whole = await prepare(['y', ...counts, ''].join('\n'), { anchor: 'none' });
    const [target] = whole.prepared.rows?.targets ?? [];
    expect(target?.format(1.4)).toBe('1');
    expect(target?.format(1.6)).toBe('2');
  });

  test('goes below where it is told to, and stops where it is told to', async () => {
    const free = await decoderOf(counts, { nonNegative: false });
    expect(free.decoder.forecast(300, 0, 0, { mean: -5 }).value).toBeLessThan(0);
    expect((await complete(oneSeries(counts), { nonNegative: false })).choices.join(' ')).not.toContain('stop there');
    const below = counts.map((value) => value - 1);
    expect((await decoderOf(below)).decoder.forecast(300, 0, 0, { mean: -5 }).value).toBeLessThan(0);
    const told = await decoderOf(below, { nonNegative: true });
    expect(told.decoder.forecast(300, 0, 0, { mean: -5 }).value).toBe(0);
  });

  test('is told by the training part alone', async () => {
    const later = counts.map((value, row) => (row >= trainRows ? -value : value));
    expect((await decoderOf(later)).prepared.codec.targets[0]?.nonNegative).toBe(true);
    const before = counts.map((value, row) => (row === trainRows - 1 ? -1 : value));
    expect((await decoderOf(before)).prepared.codec.targets[0]?.nonNegative).toBeUndefined();
  });
});

describe('a model whose transforms are not those of its config', () => {
  test('is at fault', async () => {
    const { prepared, config } = await prepare(twoSeries(sales), { transform: 'log', series: 'shop' });
    const { codec } = prepared;
    expect(findCodecFaults(config.data, codec)).toEqual([]);
    const fault = ['codec: the transform of a target or its input is not that of config.data.transform'];
    expect(findCodecFaults({ ...config.data, transform: 'none' }, codec)).toEqual(fault);
    const without = codec.targets.map(({ transform: _, ...target }) => target);
    expect(findCodecFaults(config.data, { ...codec, targets: without })).toEqual(fault);
    const inputs = codec.inputs.map((input) => ({ ...input, transform: { kind: 'log1p' as const } }));
    expect(findCodecFaults(config.data, { ...codec, inputs })).toEqual(fault);
    const [first] = codec.series ?? [];
    const series = [{ ...first!, inputs: [{ offset: 0, scale: 1 }] }];
    expect(findCodecFaults(config.data, { ...codec, series })).toEqual(fault);
  });
});
