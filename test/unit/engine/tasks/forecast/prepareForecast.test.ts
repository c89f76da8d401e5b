import { describe, expect, test } from 'vitest';
import type { WindowSource } from '../../../../../engine/compute/source.ts';
import type { Config, RunConfig } from '../../../../../engine/config.ts';
import type { ForecastCodec } from '../../../../../engine/tasks/forecast/forecastCodec.ts';
import { completeFile } from '../completeFile.ts';
import { encodeFile, prepareData } from '../prepareData.ts';
import type { PreparedData } from '../../../../../engine/tasks/preparedData.ts';
import type { Metrics } from '../../../../../engine/protocol.ts';
import type { InMemory } from '../../files/inMemory.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';

type Data = NonNullable<Config['data']>;

interface Prepared extends Omit<PreparedData, 'source' | 'codec'> {
  readonly source: InMemory<WindowSource>;
  readonly codec: ForecastCodec;
  readonly config: RunConfig;
}

const prepare = async (content: string, data: Data): Promise<Prepared> => {
  const file = temporaryFile(content);
  const wanted: Config = { task: 'forecast', data: { ...data, file } };
  const { config, problems } = await completeFile(file, wanted);
  expect(problems).toEqual([]);
  return { ...(await prepareData(config)), config } as Prepared;
};

const day = (row: number): string => new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10);
const table = (header: string, count: number, row: (index: number) => string): string =>
  `${header}\n${Array.from({ length: count }, (_, index) => row(index)).join('\n')}\n`;
/** A value without pattern, the same every time. */
const noise = (row: number): number => ((row * 7919) % 101) / 4;

const plain = {
  targets: ['x'],
  inputs: ['x'],
  window: 4,
  horizon: 2,
  season: 0,
  anchor: 'none',
  calendar: false,
} as const;

describe('split', () => {
  test('a window belongs to the split that holds all its targets; none straddles two', async () => {
    const { splits } = await prepare(
      table('x', 100, (row) => String(noise(row))),
      { ...plain, targets: ['x'], inputs: ['x'], split: { valid: 0.2, test: 0.1 } },
    );
    const targets = (examples: Int32Array): [number, number] => [examples[0]! + 4, examples.at(-1)! + 4 + 1];
    expect(targets(splits.train)).toEqual([4, 69]);
    expect(targets(splits.valid)).toEqual([70, 89]);
    expect(targets(splits.test)).toEqual([90, 99]);
    expect(splits.train).toHaveLength(65);
  });

  test('rows of the held-out splits never change the codec or the encoded training rows', async () => {
    const make = (late: number): string =>
      table(
        'date,x,sky',
        200,
        (row) =>
          `${day(row)},${row < 140 ? noise(row) : late * noise(row)},${row < 140 ? 'ab'[row % 2] : `late${late}`}`,
      );
    const data: Data = { targets: ['x'], inputs: ['x', 'sky'], window: 7, horizon: 3, season: 7 };
    for (const anchor of ['none', 'last', 'seasonal'] as const) {
      for (const scaling of ['standard', 'minmax'] as const) {
        const [a, b] = await Promise.all([1, 1000].map((late) => prepare(make(late), { ...data, anchor, scaling })));
        expect(b!.codec).toEqual(a!.codec);
        const { columns } = a!.source;
        expect(b!.source.values.subarray(0, 140 * columns)).toEqual(a!.source.values.subarray(0, 140 * columns));
        expect(b!.source.targets.subarray(0, 140)).toEqual(a!.source.targets.subarray(0, 140));
        expect(b!.splits).toEqual(a!.splits);
      }
    }
  });

  test('a held-out split without a window of targets is not scored, and said', async () => {
    const content = table('x,y', 60, (row) => `${row < 42 || row === 59 ? noise(row) : ''},${row}`);
    const { splits, baselines, dropped } = await prepare(content, { ...plain, targets: ['x'], inputs: ['y'] });
    expect([splits.valid.length, splits.test.length, baselines.test['lastValue']]).toEqual([0, 0, {}]);
    expect(dropped).toContain('The test split has no window with all its targets and is not scored.');
  });

  test('the automatic choices look at training rows only', async () => {
    const wave = (row: number): number => 10 * Math.sin((2 * Math.PI * row) / 7) + noise(row) / 20;
    const make = (late: number): string =>
      table('date,x', 200, (row) => `${day(row)},${row < 140 ? wave(row) : late * noise(row)}`);
    const [a, b] = await Promise.all([1, 1000].map((late) => prepare(make(late), {})));
    expect(a!.config.data).toMatchObject({ season: 7, anchor: 'seasonal' });
    expect({ ...b!.config.data, file: '' }).toEqual({ ...a!.config.data, file: '' });
  });
});

describe('encoding', () => {
  test('standard scaling gives the training rows mean 0 and deviation 1; minmax the range 0 to 1', async () => {
    const content = table('x', 100, (row) => String(1e6 + noise(row)));
    const standard = (
      await prepare(content, { ...plain, targets: ['x'], inputs: ['x'], scaling: 'standard' })
    ).source.values.subarray(0, 70);
    const mean = standard.reduce((sum, value) => sum + value, 0) / 70;
    expect(mean).toBeCloseTo(0, 5);
    expect(standard.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 70).toBeCloseTo(1, 5);
    const minmax = (
      await prepare(content, { ...plain, targets: ['x'], inputs: ['x'], scaling: 'minmax' })
    ).source.values.subarray(0, 70);
    expect([Math.min(...minmax), Math.max(...minmax)]).toEqual([0, 1]);
  });

  test('categories are one-hot; those the training rows lack are all zeros and said', async () => {
    const content = table('x,sky', 40, (row) => `${noise(row)},${row < 38 ? ['sun', 'fog'][row % 2] : 'snow'}`);
    const { source, dropped } = await prepare(content, { ...plain, targets: ['x'], inputs: ['sky'] });
    expect(source.columns).toBe(2);
    expect([0, 1, 38].map((row) => [...source.values.subarray(row * 2, row * 2 + 2)])).toEqual([
      [1, 0],
      [0, 1],
      [0, 0],
    ]);
    expect(dropped).toContain('2 rows have a value of sky that the training rows do not have; it counts as none.');
  });

  test('gaps of inputs count as the value before; leading gaps are left out; both are said', async () => {
    const content = table('x,y', 40, (row) => `${noise(row)},${row < 3 || row === 20 || row === 21 ? '' : row}`);
    const { source, splits, dropped } = await prepare(content, {
      ...plain,
      targets: ['x'],
      inputs: ['y'],
      flagMissing: false,
      scaling: 'none',
    });
    expect([...source.values.subarray(3, 6)]).toEqual([3, 4, 5]);
    expect([...source.values.subarray(19, 23)]).toEqual([19, 19, 19, 22]);
    expect(splits.train[0]).toBe(3);
    expect(dropped).toEqual([
      '2 empty cells of y count as the value before.',
      'The first 3 rows lack a value in an input and are left out.',
    ]);
  });

  test('rows without a target are no targets, nor anchors', async () => {
    const content = table('x,y', 60, (row) => `${row === 30 ? '' : noise(row)},${row}`);
    const excluded = async (anchor: 'none' | 'last' | 'seasonal'): Promise<number[]> => {
      const { splits } = await prepare(content, {
        ...plain,
        targets: ['x'],
        inputs: ['y'],
        anchor,
        season: 5,
        split: { valid: 0, test: 0 },
      });
      const all = new Set(splits.train);
      return Array.from({ length: 55 }, (_, row) => row)
        .filter((row) => !all.has(row))
        .map((row) => row + 4);
    };
    // First target rows f that are missing: targets f, f+1; the last value f-1; a season before, f-5 and f-4.
    expect(await excluded('none')).toEqual([29, 30]);
    expect(await excluded('last')).toEqual([29, 30, 31]);
    expect(await excluded('seasonal')).toEqual([4, 29, 30, 34, 35]);
  });

  test('lags point to the newest known value: the last one, or the same place of the last season', async () => {
    const content = table('x', 100, (row) => String(noise(row)));
    const lags = async (anchor: 'none' | 'last' | 'seasonal'): Promise<number[]> => [
      ...(await prepare(content, { ...plain, targets: ['x'], inputs: ['x'], horizon: 5, season: 3, anchor })).source
        .lags,
    ];
    expect(await lags('none')).toEqual([0, 0, 0, 0, 0]);
    expect(await lags('last')).toEqual([1, 2, 3, 4, 5]);
    expect(await lags('seasonal')).toEqual([3, 3, 3, 6, 6]);
  });

  test('an anchored target has differences of unit size', async () => {
    const { source } = await prepare(
      table('x', 200, (row) => String(1000 * row + noise(row))),
      { ...plain, targets: ['x'], inputs: ['x'], horizon: 1, anchor: 'last', scaling: 'standard' },
    );
    const differences = Array.from({ length: 139 }, (_, row) => source.targets[row + 1]! - source.targets[row]!);
    expect(Math.sqrt(differences.reduce((sum, value) => sum + value * value, 0) / 139)).toBeCloseTo(1, 3);
  });

  test('the calendar adds sine and cosine of week and year to daily rows of two years', async () => {
    const { source, codec } = await prepare(
      table('date,x', 1100, (row) => `${day(row)},${noise(row)}`),
      { targets: ['x'], inputs: ['x'], season: 7 },
    );
    expect(codec.inputs.slice(1)).toEqual([
      { kind: 'calendar', period: 'week' },
      { kind: 'calendar', period: 'year' },
    ]);
    const features = (row: number): number[] => [...source.values.subarray(row * 5 + 1, row * 5 + 5)];
    expect(features(14).slice(0, 2)).toEqual(features(0).slice(0, 2));
    for (const row of [0, 400]) {
      const [sinWeek = 0, cosWeek = 0, sinYear = 0, cosYear = 0] = features(row);
      expect(sinWeek ** 2 + cosWeek ** 2).toBeCloseTo(1, 5);
      expect(sinYear ** 2 + cosYear ** 2).toBeCloseTo(1, 5);
    }
    expect(features(365)[2]).toBeCloseTo(features(0)[2]!, 1);
  });
});

describe('scores', () => {
  test('outputs are scored in the units of the file, the truth itself with 0', async () => {
    const { source, splits, scorer, rows } = await prepare(
      table('x', 100, (row) => String(500 + noise(row))),
      { ...plain, targets: ['x'], inputs: ['x'], scaling: 'standard' },
    );
    const truth = Float32Array.from(
      [...splits.test].flatMap((first) => [source.targets[first + 4]!, source.targets[first + 5]!]),
    );
    const score = (outputs: Float32Array): Metrics => {
      const parts = scorer!();
      const half = splits.test.length >> 1;
      const size = outputs.length / splits.test.length;
      parts.add(outputs.subarray(0, half * size), splits.test.subarray(0, half));
      parts.add(outputs.subarray(half * size), splits.test.subarray(half));
      return parts.metrics();
    };
    expect(score(truth)['mae']).toBeCloseTo(0, 4);
    const [target] = rows!.targets;
    const offByTwo = truth.map((output) => output + 2 / (target!.decode(1) - target!.decode(0)));
    expect(score(offByTwo)['mae']).toBeCloseTo(2, 4);
    expect(score(offByTwo)['rmse']).toBeCloseTo(2, 4);
  });

  test('the baselines repeat the last value and the last season, on the same windows', async () => {
    const content = table('x', 40, (row) => String(row * row));
    const { splits, baselines } = await prepare(content, {
      ...plain,
      targets: ['x'],
      inputs: ['x'],
      season: 3,
      split: { valid: 0.2, test: 0.2 },
    });
    const firsts = [...splits.test].map((example) => example + 4);
    const mean = (lag: (step: number) => number): number =>
      firsts
        .flatMap((first) => [0, 1].map((step) => (first + step) ** 2 - (first + step - lag(step)) ** 2))
        .reduce((a, b) => a + b) /
      (2 * firsts.length);
    expect(baselines.test['lastValue']!['mae']).toBeCloseTo(
      mean((step) => step + 1),
      9,
    );
    expect(baselines.test['seasonalNaive']!['mae']).toBeCloseTo(
      mean(() => 3),
      9,
    );
  });

  test('the MASE of the naive forecast comes out near 1 where the test is like the training', async () => {
    let state = 1;
    const random = (): number => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32;
    let level = 0;
    const walk = table('x', 4000, () => String((level += random() - 0.5)));
    const last = await prepare(walk, { ...plain, targets: ['x'], inputs: ['x'], horizon: 1 });
    expect(last.baselines.test['lastValue']!['mase']).toBeGreaterThan(0.9);
    expect(last.baselines.test['lastValue']!['mase']).toBeLessThan(1.1);
    const wave = table('x', 4000, (row) => String(5 * Math.sin((2 * Math.PI * row) / 12) + random()));
    const seasonal = await prepare(wave, { ...plain, targets: ['x'], inputs: ['x'], season: 12 });
    expect(seasonal.baselines.test['seasonalNaive']!['mase']).toBeGreaterThan(0.9);
    expect(seasonal.baselines.test['seasonalNaive']!['mase']).toBeLessThan(1.1);
  });
});

describe('writing back', () => {
  test('rows know their lines, empty targets, next timestamps and how to be written', async () => {
    const content = table(
      '# made\ndate,note,x',
      30,
      (row) => `${day(row)},"n, ${row % 2}",${row === 12 ? '' : `${row}.50`}`,
    );
    const { rows } = await prepare(content, { ...plain, targets: ['x'], inputs: ['x'], time: 'date' });
    const [target] = rows!.targets;
    expect(target).toMatchObject({ column: 'x', cell: 2, decimals: 2 });
    expect([rows!.lineOf(0), rows!.lineOf(12)]).toEqual([3, 15]);
    expect([11, 12].map(target!.isEmpty)).toEqual([false, true]);
    expect(rows!.nextTimes(2)).toEqual(['2024-01-31', '2024-02-01']);
    expect(target!.format(3.14159)).toBe('3.14');
    expect(rows!.formatRow('2024-01-31', ['3.14'], 1)).toBe('2024-01-31,,3.14');
  });

  test('a table with decimal commas gets them back', async () => {
    const { rows } = await prepare(
      table('x;y', 30, (row) => `${row},5;${row}`),
      { ...plain, targets: ['x'], inputs: ['x'] },
    );
    expect(rows!.targets[0]!.format(2.25)).toBe('2,3');
    expect(rows!.formatRow(undefined, ['2,3'], 1)).toBe('2,3;30');
  });
});

describe('another file', () => {
  test('is encoded with what training fitted, its empty targets anchored to the value before', async () => {
    const trained = await prepare(
      table('x,sky', 60, (row) => `${noise(row)},${'ab'[row % 2]}`),
      { ...plain, targets: ['x'], inputs: ['x', 'sky'], anchor: 'last' },
    );
    const other = temporaryFile('sky;x\nb;1,5\na;2\nc;\nb;4\na;5\nb;6\na;7\n');
    const { source, examples, rows, dropped } = await encodeFile(trained.config, trained.codec, other);
    const { targets, values, columns } = source as InMemory<WindowSource>;
    const [input] = trained.codec.inputs;
    const [target] = trained.codec.targets;
    expect(input?.kind).toBe('number');
    const { offset, scale } = input as { offset: number; scale: number };
    expect(values[0]).toBeCloseTo((1.5 - offset) / scale, 5);
    expect([...values.subarray(columns * 2 + 1, columns * 3)]).toEqual([0, 0]);
    expect(targets[2]).toBe(targets[1]);
    expect(targets[1]).toBeCloseTo((2 - target!.offset) / target!.scale, 4);
    expect(rows!.targets[0]!.isEmpty(2)).toBe(true);
    // 7 rows, window 4, horizon 2: first targets 4 and 5; none is empty, nor is the value before.
    expect([...examples]).toEqual([0, 1]);
    expect(dropped.join(' ')).toContain('sky');
  });

  test('without a column the model reads is an error that names it', async () => {
    const trained = await prepare(
      table('x,wind', 60, (row) => `${noise(row)},${row}`),
      { ...plain, targets: ['x'], inputs: ['wind'] },
    );
    const other = temporaryFile('x,wnd\n1,2\n3,4\n');
    await expect(encodeFile(trained.config, trained.codec, other)).rejects.toThrow(
      `${other}: there is no column 'wind'; did you mean 'wnd'?`,
    );
  });
});
