import { describe, expect, test } from 'vitest';
import type { RunConfig } from '../../../../../../engine/config.ts';
import { deviationAt } from '../../../../../../engine/tasks/distributions/deviations.ts';
import { studentLogDensity } from '../../../../../../engine/tasks/distributions/studentT.ts';
import { calibrateForecast } from '../../../../../../engine/tasks/forecast/calibration/calibrateForecast.ts';
import type { ForecastCodec } from '../../../../../../engine/tasks/forecast/forecastCodec.ts';
import { ForecastDecoder } from '../../../../../../engine/tasks/forecast/forecastDecoder.ts';
import type { ForecastData } from '../../../../../../engine/tasks/forecast/forecastFields.ts';
import { oneScale } from '../../../../../../engine/tasks/simple/targetScales.ts';
import type { PreparedData } from '../../../../../../engine/tasks/preparedData.ts';
import { createRandom } from '../../../../../../engine/compute/random.ts';
import { temporaryFile } from '../../../files/temporaryFile.ts';
import { completeFile } from '../../completeFile.ts';
import { prepareData } from '../../prepareData.ts';

const rows = 600;
const seasonal = (row: number, random: () => number): number => 50 + 10 * Math.sin((row * Math.PI) / 6) + random();
const noise = createRandom(11);
const series = Array.from({ length: rows }, (_, row) => seasonal(row, () => noise.normal()));
const wanted = { inputs: ['y'], targets: ['y'], season: 12, horizon: 4, window: 24, anchor: 'none' } as const;
const prepare = async (values: readonly number[], data: object = {}) => {
  const file = temporaryFile(['y', ...values.map((value) => value.toFixed(3)), ''].join('\n'));
  const { config } = await completeFile(file, { task: 'forecast', data: { ...wanted, ...data, file } });
  const prepared = (await prepareData(config)) as PreparedData<ForecastCodec>;
  return { config: config as RunConfig<ForecastData>, prepared };
};

/** Of a network that says the same of every window: the mean of the training part. */
const calibrate = ({ config, prepared }: Awaited<ReturnType<typeof prepare>>) => {
  const examples = prepared.splits.valid;
  const outputs = new Float32Array(examples.length * prepared.codec.horizon);
  return calibrateForecast(prepared, { examples, outputs }, config);
};

describe('what validation teaches of a forecast', () => {
  test('a network that knows nothing is left out, and 80 % intervals hold 75 to 85 % of the test part', async () => {
    const { config, prepared } = await prepare(series);
    const calibration = calibrate({ config, prepared });
    expect(calibration.blend).toEqual([{ network: 0, baseline: 'exponentialSmoothing' }]);
    const { codec, simple, splits, steps } = prepared;
    const decoder = new ForecastDecoder(oneScale(codec), calibration, simple);
    let held = 0;
    for (const example of splits.test) {
      for (let ahead = 0; ahead < 4; ahead++) {
        const { low = NaN, high = NaN } = decoder.forecast(example + steps, ahead, 0, { mean: 0 });
        const actual = simple?.values[0]?.at(example + steps + ahead) ?? NaN;
        if (actual >= low && actual <= high) held++;
      }
    }
    const share = held / (splits.test.length * 4);
    expect(share).toBeGreaterThan(0.75);
    expect(share).toBeLessThan(0.85);
  });

  test('data.blend false leaves the network as it is', async () => {
    const calibration = calibrate(await prepare(series, { blend: false }));
    expect(calibration.blend).toBeUndefined();
    // It misses the whole season: 10 times 0.6 and more.
    expect(Math.min(...(calibration.intervals ?? []))).toBeGreaterThan(0.5);
  });

  test('no value of the test part changes anything, none of the validation part the parameters of baselines', async () => {
    const before = await prepare(series);
    const testStart = 510;
    const changed = await prepare(series.map((value, row) => (row >= testStart ? value * 100 - 7 : value)));
    expect(changed.prepared.codec).toEqual(before.prepared.codec);
    expect(calibrate(changed)).toEqual(calibrate(before));
    const earlier = await prepare(series.map((value, row) => (row >= 420 ? -value : value)));
    expect(earlier.prepared.codec).toEqual(before.prepared.codec);
  });

  test('intervals follow a spread that changes: wide where the series moves much', async () => {
    const random = createRandom(4);
    // Still and restless stretches of 40 rows.
    const spreadAt = (row: number): number => (Math.floor(row / 40) % 2 === 0 ? 0.1 : 10);
    const restless = Array.from({ length: 800 }, (_, row) => 100 + random.normal() * spreadAt(row));
    const { config, prepared } = await prepare(restless, { season: 0 });
    const calibration = calibrate({ config, prepared });
    expect(calibration.spread).toBe('recent');
    const decoder = new ForecastDecoder(oneScale(prepared.codec), calibration, prepared.simple);
    const widthAt = (origin: number): number => {
      const { low = NaN, high = NaN } = decoder.forecast(origin, 0, 0, { mean: 0 });
      return high - low;
    };
    expect(widthAt(800)).toBeGreaterThan(5 * widthAt(760));
  });
});

test('intervals of all shares lie within each other, and 95 % ones hold nearly all of the test part', async () => {
  const { config, prepared } = await prepare(series);
  const calibration = calibrate({ config, prepared });
  const { codec, simple, splits, steps, scorer } = prepared;
  expect(calibration.otherIntervals?.map(({ share }) => share)).toEqual([0.2, 0.4, 0.6, 0.9, 0.95, 0.98]);
  const decoder = new ForecastDecoder(oneScale(codec), calibration, simple);
  for (const example of splits.test) {
    const origin = example + steps;
    const value = decoder.value(origin, 1, 0, 0);
    let within = { low: value, high: value };
    for (const share of [0.2, 0.3, 0.4, 0.6, 0.75, 0.8, 0.9, 0.95, 0.98]) {
      const { low = NaN, high = NaN } = decoder.interval({ origin, ahead: 1, target: 0, share }, value);
      expect(low).toBeLessThanOrEqual(within.low);
      expect(high).toBeGreaterThanOrEqual(within.high);
      within = { low, high };
    }
  }
  const score = scorer?.(calibration);
  score?.add(new Float32Array(splits.test.length * 4), splits.test);
  const { coverage, coverage95, crps, mae, wql } = score?.metrics() ?? {};
  expect(coverage).toBeGreaterThan(0.75);
  expect(coverage95).toBeGreaterThan(0.93);
  expect(coverage95).toBeLessThan(1);
  // Of normal errors CRPS is 0.71 of the mean absolute error; nine quantiles say a little less than all would.
  expect((crps ?? NaN) / (mae ?? NaN)).toBeGreaterThan(0.65);
  expect((crps ?? NaN) / (mae ?? NaN)).toBeLessThan(0.78);
  expect(wql).toBeGreaterThan(0);
});

test('a model of before, which knows one interval, is scored by that alone', async () => {
  const { config, prepared } = await prepare(series);
  const { intervals, spread, blend } = calibrate({ config, prepared });
  const score = prepared.scorer?.({ intervals, spread, blend });
  score?.add(new Float32Array(prepared.splits.test.length * 4), prepared.splits.test);
  expect(score?.metrics()).toHaveProperty('coverage');
  expect(score?.metrics()).not.toHaveProperty('coverage95');
});

test('deviations that a network tells are stretched to what its errors are', async () => {
  const { config, prepared } = await prepare(series, { blend: false });
  const examples = prepared.splits.valid;
  const outputs = new Float32Array(examples.length * 4);
  // It thinks that it knows ten times better than it does.
  const above = new Float32Array(outputs.length).fill(0.1);
  const { spread, intervals } = calibrateForecast(
    prepared,
    { examples, outputs, deviations: { above, below: above } },
    config,
  );
  expect(spread).toBe('network');
  for (const width of intervals ?? []) expect(width).toBeGreaterThan(5);
});

test('intervals of Student’s t are calibrated as what they are, and what came has a likelihood in the units of the file', async () => {
  const level = createRandom(3);
  const { config, prepared } = await prepare(
    Array.from({ length: rows }, () => 100 + 5 * level.normal()),
    { blend: false, transform: 'none' },
  );
  const told = (examples: Int32Array) => {
    const scales = new Float32Array(examples.length * 4).fill(0.2);
    // The network thinks of some windows that tails are heavy.
    const freedom = scales.map((_, at) => (at % 3 === 0 ? 2.2 : 50));
    return { of: 'studentT', above: scales, below: scales, freedom } as const;
  };
  const { valid, test: examples } = prepared.splits;
  const outputs = (count: number): Float32Array => new Float32Array(count * 4);
  const judged = { examples: valid, outputs: outputs(valid.length), deviations: told(valid) };
  const calibration = calibrateForecast(prepared, judged, config);
  const { codec, simple, steps } = prepared;
  const deviations = told(examples);
  const decoders = [0.2, 0.5, 0.8, 0.9, 0.98].map(
    (share) => new ForecastDecoder(oneScale(codec), calibration, simple, share),
  );
  for (const [index, example] of examples.entries()) {
    let within = 0;
    for (const decoder of decoders) {
      const output = { mean: 0, told: deviationAt(deviations, index * 4) };
      const { low = NaN, high = NaN } = decoder.forecast(example + steps, 0, 0, output);
      expect(high - low).toBeGreaterThanOrEqual(within);
      within = high - low;
    }
  }
  const score = prepared.scorer?.(calibration);
  score?.add(outputs(examples.length), examples, deviations);
  const { coverage, coverage95, nll } = score?.metrics() ?? {};
  // What is told of the tails is wrong, and holds what it says all the same.
  expect(coverage).toBeGreaterThan(0.72);
  expect(coverage).toBeLessThan(0.9);
  expect(coverage95).toBeGreaterThan(0.9);
  const { offset, scale } = codec.targets[0] ?? { offset: NaN, scale: NaN };
  let sum = 0;
  for (const [index, example] of examples.entries()) {
    for (let ahead = 0; ahead < 4; ahead++) {
      const t = ((simple?.values[0]?.at(example + steps + ahead) ?? NaN) - offset) / scale / Math.fround(0.2);
      sum += Math.log(Math.fround(0.2) * scale) - studentLogDensity(t, deviations.freedom[index * 4 + ahead] ?? NaN);
    }
  }
  expect(nll).toBeCloseTo(sum / (examples.length * 4), 6);
});
