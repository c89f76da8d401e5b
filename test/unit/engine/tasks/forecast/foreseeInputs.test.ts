import { expect, test } from 'vitest';
import { createRandom } from '../../../../../engine/compute/random.ts';
import { splitPoints } from '../../../../../engine/encoding/splitPoints.ts';
import { countInputs, fitForecast } from '../../../../../engine/tasks/forecast/fitForecast.ts';
import type { ForecastData } from '../../../../../engine/tasks/forecast/forecastFields.ts';
import { completeConfig } from '../../../../../engine/tasks/config/completeConfig.ts';
import { inspectOpened } from '../../../../../engine/tasks/inspectFile.ts';
import { OpenedFiles } from '../../../../../engine/tasks/openedFiles.ts';
import type { InspectedFile } from '../../../../../engine/tasks/task.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';

/** A series with an input of numbers and one of words, the last of which only the held-out rows have. */
const inspect = async (hours: number, count: number, words: number): Promise<InspectedFile> => {
  const random = createRandom(hours);
  const rows = Array.from({ length: count }, (_, row) => {
    const time = new Date(Date.UTC(2020, 0, 1, row * hours)).toISOString().slice(0, 16);
    const word = row > 0.95 * count ? 'late' : random.next() < 0.1 ? '' : `word${random.integer(words)}`;
    return `${time},${random.normal().toFixed(3)},${random.normal().toFixed(2)},${word}`;
  });
  const file = await new OpenedFiles().open(temporaryFile(`time,load,wind,kind\n${rows.join('\n')}\n`));
  return inspectOpened(file, {});
};

test.each([
  [1, 2000, 3, {}],
  [24, 3000, 40, {}],
  [24, 400, 7, {}],
  [24 * 7, 300, 2, { inputs: ['kind', 'load'] }],
  [1, 500, 5, { calendar: false }],
  [1, 500, 5, { time: null, inputs: ['wind'] }],
] as const)(
  'every %d hours, %d rows, %d words: the inputs foreseen are those that come of fitting',
  async (hours, count, words, wanted) => {
    const inspected = await inspect(hours, count, words);
    const { table } = inspected;
    if (!table) throw new Error('no table');
    const { config, problems } = completeConfig(
      { task: 'forecast', data: { targets: ['load'], ...wanted } },
      inspected,
    );
    expect(problems).toEqual([]);
    const data = config.data as ForecastData;
    const fitted = fitForecast(table, data, splitPoints(table.rows, data.split).validStart);
    expect(config.model.inputSize).toBe(countInputs(fitted));
    expect(fitted.inputs.flatMap((input) => (input.kind === 'category' ? input.values : []))).not.toContain('late');
  },
);

test('completing a config fits nothing: it looks at no value of an input', async () => {
  const inspected = await inspect(1, 2000, 3);
  let looks = 0;
  const columns = inspected.table?.columns.map((column) => {
    if (column.name !== 'wind' || column.type !== 'number') return column;
    const values = new Proxy(column.values, {
      get: (target, key) => {
        looks++;
        return Reflect.get(target, key, target) as unknown;
      },
    });
    return { ...column, values };
  });
  const table = inspected.table && { ...inspected.table, columns: columns ?? [] };
  const wanted = { task: 'forecast', data: { targets: ['load'], inputs: ['load', 'wind'] } };
  const { config } = completeConfig(wanted, { ...inspected, table });
  expect(looks).toBe(0);
  if (table) fitForecast(table, config.data as ForecastData, 1000);
  expect(looks).toBeGreaterThan(0);
});
