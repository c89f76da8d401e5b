import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../../engine/compute/random.ts';
import type { Config } from '../../../../../engine/config.ts';
import type { ForecastCodec } from '../../../../../engine/tasks/forecast/forecastCodec.ts';
import type { ForecastData } from '../../../../../engine/tasks/forecast/forecastFields.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';
import { completeFile } from '../completeFile.ts';
import { prepareData } from '../prepareData.ts';

const day = (row: number): string => new Date(Date.UTC(2021, 0, 1 + row)).toISOString().slice(0, 10);

interface Shape {
  readonly series?: readonly string[];
  readonly rows?: number;
  /** Rows without sales at the end, and how many of them have a promotion. */
  readonly ahead?: number;
  readonly filled?: number;
}

/** Daily sales with promotions, which are known for some days ahead; temperatures are not. */
const salesFile = ({ series = [''], rows = 200, ahead = 10, filled = ahead }: Shape = {}): string => {
  const random = createRandom(5);
  const lines = series.flatMap((shop) =>
    Array.from({ length: rows + ahead }, (_, row) => {
      const isAhead = row >= rows;
      const promotion = row < rows + filled ? String(random.integer(2)) : '';
      const sales = isAhead ? '' : (50 + 20 * Number(promotion) + random.normal()).toFixed(1);
      const warmth = isAhead ? '' : random.normal().toFixed(2);
      return [day(row), ...(shop ? [shop] : []), promotion, warmth, sales].join(',');
    }),
  );
  const header = ['day', ...(series[0] ? ['shop'] : []), 'promotion', 'warmth', 'sales'].join(',');
  return temporaryFile([header, ...lines, ''].join('\n'));
};

const complete = async (file: string, config: Config = {}) => {
  const completed = await completeFile(file, { ...config, data: { ...config.data, file } });
  const { data } = completed.config as typeof completed.config & { readonly data: ForecastData };
  return { ...completed, data };
};

describe('columns that are known ahead', () => {
  test('are those filled beyond the last target: they and the horizon are found and told', async () => {
    const { data, problems, choices } = await complete(salesFile());
    expect(problems).toEqual([]);
    expect(data).toMatchObject({ known: ['promotion'], horizon: 10 });
    expect(choices.join('\n')).toContain("'promotion' is filled beyond the last sales.");
    expect(choices.join('\n')).toContain('The horizon is the 10 rows after the last target');
  });

  test.each<[string, Shape, Config]>([
    ['nothing is to be forecast', { ahead: 0 }, {}],
    ['one row alone lacks its target', { ahead: 1 }, {}],
    ['it is filled less far than the horizon that is asked for', { filled: 4 }, { data: { horizon: 7 } }],
    ['a config says that none is', {}, { data: { known: [] } }],
    ['the loss has a variance for each step', {}, { training: { loss: 'gaussian' } }],
  ])('are none where %s', async (_, shape, config) => {
    const { data, problems } = await complete(salesFile(shape), config);
    expect(problems).toEqual([]);
    expect(data.known ?? []).toEqual([]);
  });

  test('that a config names are taken without a row that is to be forecast', async () => {
    const { data, problems } = await complete(salesFile({ ahead: 0 }), { data: { known: ['promotion', 'warmth'] } });
    expect(problems).toEqual([]);
    expect(data.known).toEqual(['promotion', 'warmth']);
  });

  test.each<[string, Config, string, string]>([
    ['a target', { data: { known: ['sales'] } }, 'data.known', "'sales' is forecast, and so not known ahead"],
    [
      'none of the inputs',
      { data: { known: ['promotion'], inputs: ['sales'] } },
      'data.known',
      "'promotion' is none of the inputs",
    ],
    [
      'asked for beside a loss that it is not added to',
      { data: { known: ['promotion'] }, training: { loss: 'gaussian' } },
      'training.loss',
      'gaussian says more of each step ahead than one value',
    ],
    [
      'asked for beside a bounded output',
      { data: { known: ['promotion'] }, model: { outputActivation: 'sigmoid' } },
      'model.outputActivation',
      'sigmoid bounds what is put out',
    ],
  ])('are refused where one is %s', async (_, config, path, message) => {
    const { problems } = await complete(salesFile(), config);
    const told = problems.map((problem) => `${problem.path}: ${problem.message}`);
    expect(told.join('\n')).toContain(`${path}: ${message}`);
  });

  test('the rows to be forecast are in no split', async () => {
    const { config } = await complete(salesFile({ rows: 100, ahead: 60 }), { data: { horizon: 5, window: 7 } });
    const { splits, dropped } = await prepareData(config);
    const last = splits.test.at(-1) ?? NaN;
    expect(last + 7 + 5).toBe(100);
    // A sixth of 100 rows is held out, and another to choose by.
    expect(splits.test.length).toBeGreaterThan(8);
    expect(dropped.join()).not.toContain('not scored');
  });
});

describe('what the network reads of the steps ahead', () => {
  test('is, of each row and of the horizon after the last, the known inputs and the calendar, and no other', async () => {
    const { config, data } = await complete(salesFile({ rows: 400 }));
    const { source, shape, codec: fitted } = await prepareData(config);
    const codec = fitted as ForecastCodec;
    if (source.kind !== 'windows' || !(source.known?.values instanceof Float32Array)) throw new Error('no windows');
    const { values, columns } = source.known;
    const kinds = codec.inputs.map((input) =>
      'column' in input ? input.column : 'period' in input ? input.period : '',
    );
    expect(kinds).toEqual(['promotion', 'warmth', 'sales', 'week']);
    expect(columns).toBe(3);
    expect(shape.series?.known).toBe(3);
    expect(values.length / columns).toBe(410 + data.horizon);
    const inputs = source.values as Float32Array;
    for (const row of [0, 57, 409]) {
      const [promotion, , , sine, cosine] = inputs.subarray(row * source.columns);
      expect([...values.subarray(row * columns, (row + 1) * columns)]).toEqual([promotion, sine, cosine]);
    }
    // After the last row the promotion stays as it is, and the calendar goes on: a week later it is where it was.
    const after = [...values.subarray((409 + 7) * columns, (409 + 8) * columns)];
    const last = [...values.subarray(409 * columns, 410 * columns)];
    after.forEach((value, at) => expect(value).toBeCloseTo(last[at] ?? NaN, 5));
    expect(values[(409 + 3) * columns + 1]).not.toBeCloseTo(last[1] ?? NaN, 2);
  });

  test('of several series never reaches into the next one', async () => {
    const inputs = { inputs: ['promotion', 'sales'] };
    const file = salesFile({ series: ['a', 'b', 'c'], rows: 120 });
    const { config, data } = await complete(file, { data: inputs });
    const { source, splits } = await prepareData(config);
    if (source.kind !== 'windows' || !(source.known?.values instanceof Float32Array)) throw new Error('no windows');
    const { columns, values } = source.known;
    const { window, horizon } = data;
    const read = source.values as Float32Array;
    for (const example of [...splits.train, ...splits.valid, ...splits.test]) {
      for (const row of [example + window, example + window + horizon - 1]) {
        expect(values[row * columns]).toBe(read[row * source.columns]);
      }
    }
    // Between two series lie the rows of a horizon after the first.
    const start = 130 + horizon;
    expect([...values.subarray(131 * columns, 132 * columns)]).not.toEqual([
      ...values.subarray(start * columns, (start + 1) * columns),
    ]);
  });

  test('is the value before where a cell is empty within the rows to be forecast, which is told with its line', async () => {
    const { config } = await complete(salesFile({ filled: 6 }), { data: { known: ['promotion'], horizon: 10 } });
    const { dropped } = await prepareData(config);
    expect(dropped).toContain(
      "'promotion', which is read of the rows that are forecast, is empty in line 208 and 3 other rows of those: it counts as the value before.",
    );
  });
});
