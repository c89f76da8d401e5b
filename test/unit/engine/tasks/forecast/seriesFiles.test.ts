import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Config } from '../../../../../engine/config.ts';
import type { ForecastCodec } from '../../../../../engine/tasks/forecast/forecastCodec.ts';
import type { ForecastData } from '../../../../../engine/tasks/forecast/forecastFields.ts';
import { completeConfig } from '../../../../../engine/tasks/config/completeConfig.ts';
import { inspectFile, inspectOpened } from '../../../../../engine/tasks/inspectFile.ts';
import { OpenedFiles } from '../../../../../engine/tasks/openedFiles.ts';
import { taskOf } from '../../../../../engine/tasks/findTask.ts';
import { tablesOfFolder } from '../../../../../engine/files/tablesOfFolder.ts';
import { TrainingEngine } from '../../server/trainingEngine.ts';

const home = new TrainingEngine('test');
const day = (row: number): string => new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10);
const sales = (row: number, times: number): string =>
  (times * (20 + 8 * Math.sin((row * 2 * Math.PI) / 7) + ((row * 37) % 11) / 4)).toFixed(2);
const rowsOf = (rows: number, times: number, id = ''): string[] =>
  Array.from({ length: rows }, (_, row) => `${id}${day(row)},${sales(row, times)}`);
const write = (name: string, rows: readonly string[], header = 'day,sales'): Promise<string> =>
  home.write(name, [header, ...rows]);

const complete = async (file: string, data: Config['data']) => {
  const files = new OpenedFiles();
  const config: Config = { data: { window: 14, horizon: 3, ...data, file } };
  const { moreFiles = [] } = (data ?? {}) as { readonly moreFiles?: readonly string[] };
  const opened = await files.open(
    file,
    moreFiles.map((name) => join(home.folder, name)),
  );
  const completed = completeConfig(config, await inspectOpened(opened, config));
  const prepare = () => taskOf(completed.config).prepare(completed.config, opened);
  return { ...completed, data: completed.config.data as ForecastData, prepare };
};

describe('several files of the same columns', () => {
  test('are a series each, by its name, told in inspect and learned by one network', async () => {
    const north = await write('north.csv', rowsOf(80, 1));
    await write('south.csv', rowsOf(60, 500));
    const { data, problems, choices, prepare } = await complete(north, { moreFiles: ['south.csv'] });
    expect(problems).toEqual([]);
    expect(data).toMatchObject({ series: 'file', time: 'day', moreFiles: ['south.csv'] });
    expect(choices.join('\n')).toContain("There are 2 series, told apart by 'file' (north, south)");
    const { codec } = await prepare();
    expect((codec as ForecastCodec).series?.map(({ name }) => name)).toEqual(['north', 'south']);
    const inspection = await inspectFile(north, { data: { moreFiles: ['south.csv'] } });
    expect(inspection).toMatchObject({ proposedTask: 'forecast', rows: 140 });
    expect(inspection.kind === 'table' && inspection.told?.join('\n')).toContain('There are 2 series');
  });

  test('without times are series as well', async () => {
    const north = await write(
      'north.csv',
      rowsOf(80, 1).map((row) => row.split(',')[1] ?? ''),
      'sales',
    );
    await write(
      'south.csv',
      rowsOf(60, 500).map((row) => row.split(',')[1] ?? ''),
      'sales',
    );
    const { data, problems } = await complete(north, { moreFiles: ['south.csv'] });
    expect(problems).toEqual([]);
    expect(data).toMatchObject({ series: 'file', time: null });
  });

  test('that hold series of their own are told apart by these too', async () => {
    const header = 'shop,day,sales';
    const both = (times: number): string[] => [...rowsOf(60, times, 'a,'), ...rowsOf(60, 3 * times, 'b,')];
    const north = await write('north.csv', both(1), header);
    await write('south.csv', both(50), header);
    const { data, problems, choices } = await complete(north, { moreFiles: ['south.csv'] });
    expect(problems).toEqual([]);
    expect(data.series).toEqual(['file', 'shop']);
    expect(choices.join('\n')).toContain('north / a, north / b, south / a, south / b');
  });

  test('of one name are told apart by their folders', async () => {
    const folders = [await mkdtemp(join(home.folder, 'x')), await mkdtemp(join(home.folder, 'y'))];
    const [first = '', second = ''] = folders.map((folder) => join(folder, 'sales.csv'));
    for (const file of [first, second]) await writeFile(file, ['day,sales', ...rowsOf(60, 1), ''].join('\n'));
    const { choices } = await complete(first, { moreFiles: [second.slice(home.folder.length + 1)] });
    expect(choices.join('\n')).toMatch(/\(x\w+\/sales, y\w+\/sales\)/);
  });

  test.each([
    [
      'day,amount',
      "south.csv: has a column 'amount', which north.csv has not; files of one training have the same columns",
    ],
    [
      'day,sales,tax',
      "south.csv: has a column 'tax', which north.csv has not; files of one training have the same columns",
    ],
    ['day', "south.csv: has no column 'sales', which north.csv has; files of one training have the same columns"],
  ])('of other columns are refused with the column: %s', async (header, message) => {
    const north = await write('north.csv', rowsOf(60, 1));
    const width = header.split(',').length;
    await write(
      'south.csv',
      rowsOf(60, 1).map((row) => [...row.split(','), '1'].slice(0, width).join(',')),
      header,
    );
    await expect(complete(north, { moreFiles: ['south.csv'] })).rejects.toThrow(message);
  });

  test('with a wrong cell, a time that goes back or a column of their name are refused with the place in the file', async () => {
    const north = await write('north.csv', rowsOf(60, 1));
    await write(
      'south.csv',
      rowsOf(60, 1).map((row, at) => (at === 4 ? `${day(4)},x` : row)),
    );
    await expect(complete(north, { moreFiles: ['south.csv'] })).rejects.toMatchObject({
      place: { file: join(home.folder, 'south.csv'), line: 6 },
    });
    await write(
      'south.csv',
      rowsOf(60, 1).map((row, at) => (at === 4 ? row.replace(/^[^,]*/, '') : row)),
    );
    await expect(
      complete(north, { moreFiles: ['south.csv'] }).then(({ prepare: again }) => again()),
    ).rejects.toMatchObject({
      place: { file: join(home.folder, 'south.csv') },
    });
    const named = await write('east.csv', rowsOf(60, 1, 'x,'), 'file,day,sales');
    await write('west.csv', rowsOf(60, 1, 'y,'), 'file,day,sales');
    await expect(complete(named, { moreFiles: ['west.csv'] })).rejects.toThrow("east.csv: has a column 'file'");
  });

  test('train, are examined by their names, and each is forecast as what it is called', async () => {
    const north = await write('north.csv', rowsOf(80, 1));
    const south = await write('south.csv', rowsOf(70, 500));
    const small: Config = { model: { hiddenSize: 4 }, training: { epochs: 2, threads: 1 } };
    const done = await home.train(north, { ...small, data: { moreFiles: ['south.csv'], window: 14, horizon: 3 } });
    const told = await home.engine.examine({ run: done.run, file: north, split: 'test', token: 'a' });
    expect(told.bySeries.map(({ name }) => name).sort()).toEqual(['north', 'south']);
    const prediction = await home.engine.predict({ model: done.run, file: south, token: 'p' });
    expect(prediction.next.map(({ series }) => series)).toEqual(['south', 'south', 'south']);
    expect(prediction.next[0]?.row.split(',')).toHaveLength(2);
    const [cell] = prediction.next[0]?.cells ?? [];
    // By the size that training has found for it.
    expect(Number(cell?.text)).toBeGreaterThan(2000);
    expect(prediction.nextTable?.split('\n')[0]).toMatch(/^file,day,sales/);
    const backtest = await home.engine.backtest({
      ...{ file: north, token: 'b', folds: 2, refit: false },
      config: { ...small, data: { moreFiles: ['south.csv'], window: 14, horizon: 3 } },
    });
    expect(backtest.bySeries.map(({ name }) => name).sort()).toEqual(['north', 'south']);
  });
});

describe('the tables of a folder', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'rnn-tables-'))));
  afterEach(() => rm(folder, { recursive: true }));
  const put = (...names: string[]) => Promise.all(names.map((name) => writeFile(join(folder, name), 'a\n1\n')));

  test('are read together, in the order of their names', async () => {
    await put('b.csv', 'a.csv', '.hidden');
    expect(await tablesOfFolder(folder)).toEqual([join(folder, 'a.csv'), join(folder, 'b.csv')]);
    expect(await tablesOfFolder(join(folder, 'a.csv'))).toBeUndefined();
  });

  test('are none beside anything else', async () => {
    await put('a.csv', 'b.txt');
    expect(await tablesOfFolder(folder)).toBeUndefined();
    expect(await tablesOfFolder(join(folder, 'missing'))).toBeUndefined();
  });
});
