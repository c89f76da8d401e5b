import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { createRandom } from '../../../../../engine/compute/random.ts';
import type { Config } from '../../../../../engine/config.ts';
import type { DoneEvent, Explanation, ImportanceView } from '../../../../../engine/protocol.ts';
import { TrainingEngine } from '../../server/trainingEngine.ts';

const home = new TrainingEngine('block');
let forecastRun: string;
/** Of the run that was trained last. */
let trained: DoneEvent;
beforeAll(async () => {
  forecastRun = await train('hours.csv', hours(), forecastConfig);
}, 60_000);

/** Trains to the end and gives the run folder. */
const train = async (name: string, lines: readonly string[], config: Config): Promise<string> => {
  trained = await home.train(await home.write(name, lines), config);
  return trained.run;
};

/** Hours whose `y` follows the `driver` of two hours before and a place in the day, and of which `noise` knows nothing. */
const hours = (): string[] => {
  const random = createRandom(3);
  const driver = Array.from({ length: 900 }, () => random.normal());
  return [
    'time,driver,noise,y',
    ...driver.map((value, row) => {
      const time = new Date(Date.UTC(2024, 0, 1, row)).toISOString().slice(0, 16).replace('T', ' ');
      const y = 20 + 4 * Math.sin((row * Math.PI) / 12) + 3 * (driver[row - 2] ?? 0) + 0.1 * random.normal();
      return `${time},${value.toFixed(3)},${random.normal().toFixed(3)},${y.toFixed(3)}`;
    }),
  ];
};
const forecastConfig: Config = {
  data: { inputs: ['driver', 'noise', 'y'], targets: ['y'], window: 12, horizon: 1, anchor: 'none', season: 24 },
  training: { epochs: 12, threads: 1 },
};

const growthOf = (list: ImportanceView['columns'] | undefined, column: string): number =>
  list?.find((each) => each.column === column)?.growth ?? NaN;

describe('what a forecast rests on', () => {
  let explanation: Explanation;
  let mae: number;
  beforeAll(async () => {
    mae = trained.test.metrics['mae'] ?? NaN;
    explanation = await home.engine.explain({ model: forecastRun });
  });

  test('is the column that drives it, at the step where it does, and not the one that knows nothing', () => {
    const [view] = explanation.views;
    expect(view?.rests.columns).toContainEqual({ column: 'driver' });
    expect(view?.idle).toContainEqual({ column: 'noise' });
    expect(growthOf(view?.columns, 'driver')).toBeGreaterThan(10 * growthOf(view?.columns, 'noise'));
    const heaviest = view?.steps.reduce((best, step) => ((step.growth ?? 0) > (best.growth ?? 0) ? step : best));
    expect(heaviest).toMatchObject({ from: 2, to: 2 });
    expect(view?.columns[0]?.growth).toBe(Math.max(...(view?.columns.map(({ growth }) => growth ?? 0) ?? [])));
  });

  test('is measured on the test split, whose error is that of the run', () => {
    expect(explanation).toMatchObject({ part: 'test', measure: 'mae', countsBack: true, stepLength: 3_600_000 });
    expect(explanation.examples).toBe(explanation.of);
    expect(explanation.views[0]?.error).toBeCloseTo(mae, 6);
  });

  test('is the same again by the same seed, and nearly the same by another', async () => {
    expect(await home.engine.explain({ model: forecastRun })).toEqual(explanation);
    const other = await home.engine.explain({ model: forecastRun, seed: 99 });
    expect(other.seed).toBe(99);
    expect(other.views).not.toEqual(explanation.views);
    const growths = [explanation, other].map(({ views }) => growthOf(views[0]?.columns, 'driver'));
    expect(Math.abs((growths[0] ?? 0) / (growths[1] ?? 0) - 1)).toBeLessThan(0.2);
  });

  test('the season that it forecasts stands beside that of the file, hour by hour', () => {
    const { season, level } = explanation.seasons[0] ?? {};
    expect(season).toMatchObject({ kind: 'hour', length: 24 });
    const [actual, model] = season?.lines ?? [];
    expect([actual?.who, model?.who]).toEqual(['actual', 'model']);
    for (const [hour, value] of (model?.values ?? []).entries()) {
      expect(Math.abs((value ?? NaN) - (actual?.values[hour] ?? NaN))).toBeLessThan(1);
    }
    // The sine is at its top at six.
    expect((actual?.values[6] ?? 0) - (actual?.values[18] ?? 0)).toBeGreaterThan(3);
    expect(level?.x).toHaveLength(explanation.examples);
    expect(level?.isTime).toBe(true);
  });

  test('nobody waits for what is cancelled', async () => {
    const source = new CancellationTokenSource();
    const asked = home.engine.explain({ model: forecastRun }, source.token);
    source.cancel();
    await expect(asked).rejects.toThrow('cancelled');
  });
});

test('a column that is known ahead counts with what is known of it', async () => {
  const random = createRandom(4);
  const rows = Array.from({ length: 420 }, (_, row) => {
    const promotion = random.integer(2);
    const day = new Date(Date.UTC(2021, 0, 1 + row)).toISOString().slice(0, 10);
    const sales = row < 400 ? (50 + 20 * promotion + random.normal()).toFixed(1) : '';
    return [day, promotion, row < 400 ? random.normal().toFixed(2) : '', sales].join(',');
  });
  const run = await train('sales.csv', ['day,promotion,noise,sales', ...rows], {
    task: 'forecast',
    data: { targets: ['sales'], inputs: ['promotion', 'noise', 'sales'], known: ['promotion'], window: 10, horizon: 5 },
    training: { epochs: 20, threads: 1 },
  });
  const mae = trained.test.metrics['mae'];
  const { views } = await home.engine.explain({ model: run });
  expect(views[0]?.error).toBeCloseTo(mae ?? NaN, 5);
  expect(views[0]?.columns[0]?.column).toBe('promotion');
  expect(views[0]?.columns[0]?.growth).toBeGreaterThan(0.5);
});

describe('what stands beside the network', () => {
  test('counts too: what a forecast begins from', async () => {
    const random = createRandom(8);
    let level = 100;
    const walk = Array.from({ length: 500 }, () => (level += random.normal()).toFixed(2));
    const run = await train('walk.csv', ['y', ...walk], {
      task: 'forecast',
      data: { targets: ['y'], inputs: ['y'], window: 8, horizon: 2, anchor: 'last' },
      training: { epochs: 2, threads: 1 },
    });
    const { views } = await home.engine.explain({ model: run });
    const anchor = views[0]?.given.find(({ what }) => what === 'anchor');
    expect(anchor).toMatchObject({ name: 'last value' });
    expect(anchor?.growth).toBeGreaterThan(1);
  });

  test('of several series and targets, each in its own units: errors are those of the run', async () => {
    const random = createRandom(9);
    const sizes = [
      ['a', 1],
      ['b', 1000],
    ] as const;
    const rows = sizes.flatMap(([name, size]) =>
      Array.from({ length: 240 }, (_, row) => {
        const season = Math.sin((row * Math.PI) / 6);
        const [u, v] = [10 + 3 * season + random.normal(), 5 - season + random.normal()];
        return [name, (size * u).toFixed(3), (size * v).toFixed(3)].join(',');
      }),
    );
    const run = await train('two.csv', ['name,u,v', ...rows], {
      task: 'forecast',
      data: {
        ...{ series: 'name', time: null, targets: ['u', 'v'], inputs: ['u', 'v', 'name'], ownScales: true },
        ...{ window: 12, horizon: 3, anchor: 'seasonal', season: 12 },
      },
      training: { epochs: 3, threads: 1 },
    });
    const { mase } = trained.test.metrics;
    const { measure, views, seasons, madeOf, part } = await home.engine.explain({ model: run });
    expect({ measure, part }).toEqual({ measure: 'mase', part: 'test' });
    expect(madeOf).toContain('network');
    expect(views.map(({ target }) => target)).toEqual([undefined, 'u', 'v']);
    // Both have as many windows in the test split.
    expect(views[0]?.error).toBeCloseTo(mase ?? NaN, 5);
    expect(views[0]?.columns.map(({ column }) => column).sort()).toEqual(['name', 'u', 'v']);
    const mean = ((views[1]?.steps[0]?.growth ?? NaN) + (views[2]?.steps[0]?.growth ?? NaN)) / 2;
    expect(views[0]?.steps[0]?.growth).toBeCloseTo(mean, 9);
    expect(seasons.map(({ unit, level }) => [unit, level])).toEqual([
      ['percent', undefined],
      ['percent', undefined],
    ]);
    const [actual] = seasons[0]?.season?.lines ?? [];
    const values = actual?.values.map((value) => value ?? NaN) ?? [];
    expect(values.reduce((sum, value) => sum + value / values.length, 0)).toBeCloseTo(100, -1);
  });
});

describe('a table of sequences', () => {
  const sequences = (answer: (slope: number) => string): string[] => {
    const random = createRandom(5);
    return [
      'id,signal,noise,answer',
      ...Array.from({ length: 120 }, (_, id) => {
        const slope = id % 2 === 0 ? 1 : -1;
        return Array.from({ length: 5 + (id % 3) }, (__, step) =>
          [`s${id}`, (slope * step + 0.3 * random.normal()).toFixed(2), random.normal().toFixed(2), answer(slope)].join(
            ',',
          ),
        );
      }).flat(),
    ];
  };

  test('of classes rests on the column that tells them apart, in points of wrong answers', async () => {
    const run = await train(
      'classes.csv',
      sequences((slope) => (slope > 0 ? 'up' : 'down')),
      { task: 'classification', data: { label: 'answer', group: 'id' }, training: { epochs: 15, threads: 1 } },
    );
    const { measure, countsBack, isUneven, views } = await home.engine.explain({ model: run });
    expect({ measure, countsBack, isUneven }).toEqual({ measure: 'wrong', countsBack: false, isUneven: true });
    expect(views[0]?.rests.columns).toEqual([{ column: 'signal' }]);
    expect(views[0]?.idle).toEqual([{ column: 'noise' }]);
    expect(growthOf(views[0]?.columns, 'signal')).toBeGreaterThan(0.2);
    expect(views[0]?.steps.map(({ from }) => from)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('of numbers rests on the column that says them', async () => {
    const run = await train(
      'numbers.csv',
      sequences((slope) => String(slope * 10)),
      { task: 'regression', data: { targets: ['answer'], group: 'id' }, training: { epochs: 15, threads: 1 } },
    );
    const { views } = await home.engine.explain({ model: run });
    expect(views[0]?.rests.columns).toEqual([{ column: 'signal' }]);
    expect(growthOf(views[0]?.columns, 'signal')).toBeGreaterThan(1);
  });

  test('whose rows are sequences has steps by the names of its columns', async () => {
    const random = createRandom(6);
    const rows = Array.from({ length: 150 }, (_, row) => {
      const cells = Array.from({ length: 4 }, () => random.normal().toFixed(2));
      cells[2] = (row % 2 === 0 ? 3 : -3).toFixed(2);
      return [...cells, row % 2 === 0 ? 'a' : 'b'].join(',');
    });
    const run = await train('rows.csv', ['p,q,r,s,kind', ...rows], {
      task: 'classification',
      data: { label: 'kind', stepSize: 1 },
      training: { epochs: 15, threads: 1 },
    });
    const { views } = await home.engine.explain({ model: run });
    expect(views[0]?.columns).toEqual([]);
    expect(views[0]?.steps.map(({ name }) => name)).toEqual(['p', 'q', 'r', 's']);
    expect(views[0]?.rests.steps).toEqual([{ from: 3, to: 3 }]);
  });
});

describe('what cannot be explained', () => {
  test('is said: a model of texts', async () => {
    const text = Array.from({ length: 200 }, () => 'the quick brown fox').join('\n');
    const run = await train('text.txt', [text], { training: { epochs: 1, threads: 1 } });
    await expect(home.engine.explain({ model: run })).rejects.toThrow('whose inputs are no columns of numbers');
  });

  test('a run whose file has changed, and a model that lies in no run', async () => {
    const file = join(home.folder, 'hours.csv');
    await writeFile(file, `${hours().slice(0, 800).join('\n')}\n`);
    await expect(home.engine.explain({ model: forecastRun })).rejects.toThrow('has changed since the run began');
    await rm(file);
    await expect(home.engine.explain({ model: forecastRun })).rejects.toThrow('the data of this run is gone');
  });
});
