import { describe, expect, test } from 'vitest';
import type { Config } from '../../../../../engine/config.ts';
import type { ForecastData } from '../../../../../engine/tasks/forecast/forecastFields.ts';
import { inspectFile } from '../../../../../engine/tasks/inspectFile.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';
import { completeFile } from '../completeFile.ts';
import { encodeFile, prepareData } from '../prepareData.ts';

const wave = (row: number, season: number): string =>
  (50 + 9 * Math.sin((2 * Math.PI * row) / season) + row / 9).toFixed(2);
const tableOf = (header: string, rows: number, rowOf: (row: number) => string): string =>
  temporaryFile([header, ...Array.from({ length: rows }, (_, row) => rowOf(row)), ''].join('\n'));
const quarterly = (quarterOf: (row: number) => string = (row) => String(1 + (row % 4)), rows = 80): string =>
  tableOf('year,quarter,gdp', rows, (row) => `${1980 + Math.floor(row / 4)},${quarterOf(row)},${wave(row, 4)}`);
const monthly = (month: (row: number) => string): string =>
  tableOf('month,year,sales', 96, (row) => `${month(row)},${2010 + Math.floor(row / 12)},${wave(row, 12)}`);
const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const complete = async (file: string, data: Config['data'] = {}) => {
  const completed = await completeFile(file, { data: { ...data, file } });
  return { ...completed, data: completed.config.data as ForecastData };
};

describe('a time that stands in several columns', () => {
  test.each<[string, string, string, number]>([
    ['a year and a quarter', quarterly(), "The columns 'year' and 'quarter' are read as one time, as 1980-Q1.", 4],
    ['quarters by name', quarterly((row) => `Q${1 + (row % 4)}`), 'as one time, as 1980-Q1.', 4],
    ['numbers with a mark', quarterly((row) => `${1 + (row % 4)}.0`), 'as one time, as 1980-Q1.', 4],
    ['a month and a year', monthly((row) => String(1 + (row % 12))), 'as one time, as 2010-01.', 12],
    ['months by name', monthly((row) => names[row % 12] ?? ''), 'as one time, as 2010-01.', 12],
  ])('of %s is found, told, and gives the season', async (_, file, told, season) => {
    const { data, problems, choices } = await complete(file);
    expect(problems).toEqual([]);
    expect(data).toMatchObject({ time: 'year', calendar: true, season });
    expect(data.inputs).toEqual(data.targets);
    expect(choices.join('\n')).toContain(told);
    const inspection = await inspectFile(file, {});
    if (inspection.kind !== 'table') throw new Error('it is a table');
    expect(inspection.proposedTask).toBe('forecast');
    expect(inspection.told?.join('\n')).toContain(told);
    expect(inspection.told?.join('\n')).not.toContain('looks like a time');
    expect(inspection.columns.find(({ name }) => name === 'year')?.type).toBe('timestamp');
  });

  test('of days is one where rows come every day', async () => {
    const file = tableOf('year,month,day,x', 90, (row) => {
      const [year, month, day] = new Date(Date.UTC(2023, 11, 20 + row)).toISOString().slice(0, 10).split('-');
      return `${year},${Number(month)},${Number(day)},${wave(row, 7)}`;
    });
    const { data, choices } = await complete(file);
    expect(data).toMatchObject({ time: 'year', season: 7 });
    expect(choices).toContain("The columns 'year', 'month' and 'day' are read as one time, as 2023-12-20.");
    expect(choices).toContain('Rows come every day.');
  });

  test('is one of several series, where each goes through the same times', async () => {
    const rows = ['north', 'south'].flatMap((region) =>
      Array.from(
        { length: 60 },
        (_, row) => `${region},${2000 + Math.floor(row / 4)},${1 + (row % 4)},${wave(row, 4)}`,
      ),
    );
    const { data } = await complete(tableOf('region,year,quarter,x', rows.length, (row) => rows[row] ?? ''));
    expect(data).toMatchObject({ time: 'year', series: 'region' });
  });

  test.each<[string, string, Config['data']]>([
    ['the times are in no order', quarterly((row) => String(1 + ((row * 3) % 4))), {}],
    ['a cell is no quarter', quarterly((row) => String(row === 9 ? 5 : 1 + (row % 4))), {}],
    ['a config says that there is none', quarterly(), { time: null }],
    ['a config has the year as an input', quarterly(), { inputs: ['year', 'gdp'] }],
  ])('is none where %s', async (_, file, asked) => {
    const { data } = await complete(file, asked);
    expect(data.time).toBeNull();
  });

  test('that a config names is refused where it goes back, with its line', async () => {
    const file = quarterly((row) => String(row === 10 ? 1 : 1 + (row % 4)));
    await expect(complete(file, { time: 'year' })).rejects.toMatchObject({ place: { file, line: 12 } });
  });

  test('goes on in its columns, as they are written', async () => {
    const file = quarterly((row) => `Q${1 + (row % 4)}`, 79);
    const { config } = await complete(file);
    const { codec } = await prepareData(config);
    const { rows } = await encodeFile(config, codec, file);
    expect(rows?.nextTimes(3)).toEqual(['1999-Q4', '2000-Q1', '2000-Q2']);
    expect(rows?.timeTextAt(0)).toBe('1980-Q1');
    expect([1, 2].map((ahead) => rows?.formatRow(rows.nextTimes(2)[ahead - 1], ['5'], ahead))).toEqual([
      '1999,Q4,5',
      '2000,Q1,5',
    ]);
  });
});
