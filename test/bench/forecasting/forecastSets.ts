import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Papa from 'papaparse';
import { runNpm, toStderr } from '../../../scripts/processes.mjs';

/** A file to forecast, and how. */
export interface ForecastSet {
  readonly name: string;
  readonly file: string;
  readonly target: string;
  /** The column that tells several series apart. */
  readonly series?: string;
  readonly horizon: number;
  readonly folds: number;
  /** What a person would tell a program that does not look for seasons; 1 for none. */
  readonly season: number;
}

type Source = Omit<ForecastSet, 'file'> & { readonly content: () => Promise<string> };

const root = join(import.meta.dirname, '../../..');
const shared = (...path: readonly string[]): string => join(root, '../shared/data', ...path);
const unzip = async (...path: readonly string[]): Promise<string> =>
  gunzipSync(await readFile(shared(...path))).toString('utf8');

/** Training and test part of the competition under each other: the last 48 hours of each series are to be forecast. */
const hourly = async (): Promise<string> => {
  const [header = '', ...first] = (await unzip('m4-hourly', 'train.csv.gz')).trimEnd().split('\n');
  const [, ...last] = (await unzip('m4-hourly', 'test.csv.gz')).trimEnd().split('\n');
  return [header, ...first, ...last, ''].join('\n');
};

const fetched = (folder: string, name: string) => (): Promise<string> =>
  readFile(join(folder, 'node_modules/vega-datasets/data', name), 'utf8');

const unemployment = (folder: string) => async (): Promise<string> => {
  const rows = JSON.parse(await fetched(folder, 'unemployment-across-industries.json')()) as readonly object[];
  return Papa.unparse([...rows]);
};

const sourcesIn = (folder: string): readonly Source[] => {
  const monthly = { horizon: 12, season: 12 };
  return [
    {
      ...{ name: 'airline passengers', target: 'passengers', ...monthly, folds: 3 },
      content: () => readFile(join(root, 'samples/airline-passengers.csv'), 'utf8'),
    },
    {
      ...{ name: 'minimum temperatures', target: 'Temp', horizon: 7, folds: 10, season: 1 },
      content: () => readFile(shared('series/daily-min-temperatures.csv'), 'utf8'),
    },
    {
      ...{ name: 'sunspots', target: 'Sunspots', horizon: 12, folds: 10, season: 1 },
      content: () => readFile(shared('series/monthly-sunspots.csv'), 'utf8'),
    },
    {
      ...{ name: 'CO₂ by week', target: 'co2', horizon: 12, folds: 10, season: 52 },
      content: () => readFile(shared('series/co2.csv'), 'utf8'),
    },
    {
      ...{ name: 'seattle-weather', target: 'temp_max', horizon: 7, folds: 10, season: 1 },
      content: fetched(folder, 'seattle-weather.csv'),
    },
    {
      ...{ name: 'sp500-2000', target: 'close', horizon: 5, folds: 10, season: 5 },
      content: fetched(folder, 'sp500-2000.csv'),
    },
    {
      ...{ name: 'co2-concentration', target: 'CO2', ...monthly, folds: 10 },
      content: fetched(folder, 'co2-concentration.csv'),
    },
    {
      ...{ name: 'stocks', target: 'price', series: 'symbol', horizon: 3, folds: 6, season: 12 },
      content: fetched(folder, 'stocks.csv'),
    },
    {
      ...{ name: 'unemployment', target: 'count', series: 'series', ...monthly, folds: 3 },
      content: unemployment(folder),
    },
    {
      ...{ name: 'M4 hourly', target: 'value', series: 'series', horizon: 48, folds: 1, season: 24 },
      content: hourly,
    },
  ];
};

/** The sets whose data is here or can be fetched, written to `folder`; `onMissing` hears of the others. */
export const placeForecastSets = async (
  folder: string,
  wanted: string,
  onMissing: (name: string) => void,
): Promise<readonly ForecastSet[]> => {
  const fetching = join(folder, 'fetched');
  await mkdir(fetching);
  const install = ['install', '--prefix', fetching, '--ignore-scripts', '--no-audit', '--no-fund', 'vega-datasets'];
  await runNpm(install, toStderr).catch(() => undefined);
  const sets: ForecastSet[] = [];
  for (const { content, ...set } of sourcesIn(fetching)) {
    if (!set.name.includes(wanted)) continue;
    const text = await content().catch(() => undefined);
    if (text === undefined) {
      onMissing(set.name);
      continue;
    }
    const file = join(folder, `${set.name.replaceAll(' ', '-')}.csv`);
    await writeFile(file, text);
    await access(file);
    sets.push({ ...set, file });
  }
  return sets;
};

/** The values of each series in the order of the file, null where there is none. */
export const valuesOf = async ({ file, target, series }: ForecastSet): Promise<Record<string, (number | null)[]>> => {
  const { data } = Papa.parse<Record<string, string>>(await readFile(file, 'utf8'), {
    ...{ header: true, skipEmptyLines: true, comments: '#' },
  });
  const values: Record<string, (number | null)[]> = {};
  for (const row of data) {
    const text = row[target] ?? '';
    const value = Number(text);
    (values[series === undefined ? '' : (row[series] ?? '')] ??= []).push(
      text.trim() === '' || Number.isNaN(value) ? null : value,
    );
  }
  return values;
};
