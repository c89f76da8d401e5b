import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Config } from '../../../../engine/config.ts';
import type { ForecastPlot, Prediction } from '../../../../engine/protocol.ts';
import { TrainingEngine } from '../server/trainingEngine.ts';

const home = new TrainingEngine('test');
const write = (name: string, lines: readonly string[]): Promise<string> => home.write(name, lines);

/** Trains to the end and gives the run folder. */
const train = async (file: string, config: Config): Promise<string> => (await home.train(file, config)).run;

const wave = (rows: number, season: number, isEmpty: (row: number) => boolean = () => false): string[] => [
  'day,x,y',
  ...Array.from({ length: rows }, (_, row) => {
    const day = new Date(Date.UTC(2020, 0, 1 + row)).toISOString().slice(0, 10);
    const y = (10 + 5 * Math.sin((2 * Math.PI * row) / season) + ((row * 31) % 7) / 10).toFixed(1);
    return `${day},${(row * 17) % 23},${isEmpty(row) ? '' : y}`;
  }),
];

const forecast = (model: string, file: string, out?: string): Promise<Prediction> =>
  home.engine.predict({ model, file, ...(out !== undefined && { out }) });

describe('a season longer than the window', () => {
  const data = { targets: ['y'], window: 5, horizon: 3, season: 30, anchor: 'seasonal' } as const;
  const config: Config = { data: { ...data, targets: ['y'] }, training: { epochs: 2 } };

  test('is trained, plotted and predicted; rows of the first season have no prediction, and are told', async () => {
    const file = await write('wave.csv', wave(240, 30));
    const run = await train(file, config);
    const gaps = [3, 20, 100];
    const gappy = await write(
      'gaps.csv',
      wave(240, 30, (row) => gaps.includes(row)),
    );
    const out = join(home.folder, 'out.csv');
    const { rows: missing, next, tooEarly, rowsNeeded, lastLine } = await forecast(run, gappy, out);
    expect(missing.map(({ line }) => line)).toEqual([102]);
    expect(tooEarly).toEqual([5, 22]);
    expect(rowsNeeded).toBe(30);
    expect(next).toHaveLength(3);
    expect(lastLine).toBe(241);
    const rows = (await readFile(out, 'utf8')).trimEnd().split('\n');
    expect(rows[30]).toMatch(/^31,2020-01-30,[\d.]+,,,$/);
    expect(rows[31]).toMatch(/^32,2020-01-31,[\d.]+,[\d.]+,[\d.]+,[\d.]+$/);
    const plot = JSON.parse(await readFile(join(run, 'forecast.json'), 'utf8')) as ForecastPlot;
    expect(plot.series[0]?.predicted).toHaveLength(240 - 30 + 3);
    expect(plot.series[0]?.predicted).not.toContain(null);

    // The same rows, the newest first, are predicted alike, each where it stands.
    const [header = '', ...body] = (await readFile(gappy, 'utf8')).trimEnd().split('\n');
    const newest = await forecast(run, await write('newest.csv', [header, ...body.reverse()]), out);
    expect(newest).toMatchObject({ next, nextAbove: 2, tooEarly: [241 - 20, 241 - 3] });
    expect(newest.rows).toMatchObject([{ line: 241 - 100, cells: missing[0]!.cells }]);
    const [, ...nextLines] = newest.nextTable!.trimEnd().split('\n');
    expect(nextLines.map((line) => line.slice(0, 10))).toEqual(next.map(({ time }) => time).reverse());
    const [, ...turned] = (await readFile(out, 'utf8')).trimEnd().split('\n');
    const withoutLine = (line: string): string => line.replace(/^\d*,/, '');
    expect(turned.reverse().map(withoutLine)).toEqual(rows.slice(1).map(withoutLine));
  });

  test('a file shorter than the season is refused with the rows it needs', async () => {
    const run = await train(await write('wave.csv', wave(240, 30)), config);
    const short = await write('short.csv', wave(20, 30));
    await expect(forecast(run, short)).rejects.toThrow(/short\.csv: has 20 complete rows; this model needs 30/);
  });
});

test('a file whose last rows lack their target is trained on, plotted into the future and predicted without NaN', async () => {
  const file = await write(
    'open.csv',
    wave(200, 7, (row) => row < 40 || row >= 198),
  );
  const data = { targets: ['y'], inputs: ['x'], window: 6, horizon: 3, anchor: 'last' as const, season: 0 };
  const run = await train(file, { data, training: { epochs: 2 } });
  const plot = JSON.parse(await readFile(join(run, 'forecast.json'), 'utf8')) as ForecastPlot;
  expect(plot.series[0]?.predicted.slice(-5)).not.toContain(null);
  const { rows: missing, next } = await forecast(run, file);
  expect(missing.slice(-2).map(({ line }) => line)).toEqual([200, 201]);
  const values = [...missing, ...next].flatMap((row) => row.cells);
  expect(values.every(({ value, text }) => Number.isFinite(value) && text !== 'NaN')).toBe(true);
});

test('cells to be edited come with their place in the file and the text to write there, when asked for', async () => {
  const label = (index: number): string => (index % 2 === 0 ? 'up, "far"' : 'down');
  const quoted = (text: string): string => (text.includes(',') ? `"${text.replaceAll('"', '""')}"` : text);
  const values = (index: number): string =>
    Array.from({ length: 6 }, (_, step) => (index % 2 === 0 ? step : 5 - step) + ((index * 31) % 7) / 20).join(',');
  const known = Array.from({ length: 240 }, (_, index) => `${quoted(label(index))},${values(index)}`);
  const file = await write('quoted.csv', ['direction,a,b,c,d,e,f', ...known]);
  const run = await train(file, { task: 'classification', data: { label: 'direction' }, training: { epochs: 20 } });
  const wrong = quoted(label(0));
  const lines = ['\ufeff# 😀', 'direction,a,b,c,d,e,f', `,${values(0)}`, `${wrong},${values(1)}`];
  const open = await write('open.csv', lines);
  const plain = await home.engine.predict({ model: run, file: open });
  expect(plain.rows.flatMap(({ cells }) => cells.map(({ place }) => place))).toEqual([undefined, undefined]);
  const { rows } = await home.engine.predict({ model: run, file: open, places: true });
  const start = { line: 2, character: 0 };
  const empty = { start, end: start, content: '', before: '', after: `,${values(0)}`, written: wrong };
  const below = { line: 3, character: 0 };
  const end = { line: 3, character: wrong.length };
  const full = { start: below, end, content: wrong, before: '', after: `,${values(1)}`, written: 'down' };
  expect(rows.map((row) => [row.line, row.cells[0]?.text, row.cells[0]?.place])).toEqual([
    [3, label(0), empty],
    [4, 'down', full],
  ]);
});

test('a table without the label’s column gets a class for every row', async () => {
  const row = (index: number): number[] =>
    Array.from({ length: 6 }, (_, step) => (index % 2 === 0 ? step : 5 - step) + ((index * 31) % 7) / 20);
  const label = (index: number): string => (index % 2 === 0 ? 'up' : 'down');
  const labelled = Array.from({ length: 240 }, (_, index) => `${row(index).join(',')},${label(index)}`);
  const file = await write('classes.csv', ['a,b,c,d,e,f,direction', ...labelled]);
  const data = { label: 'direction' };
  const run = await train(file, { task: 'classification', data, training: { epochs: 20 } });
  const bare = Array.from({ length: 4 }, (_, index) => row(index).join(','));
  const out = join(home.folder, 'out.csv');
  const unlabelled = await write('bare.csv', ['a,b,c,d,e,f', ...bare]);
  const prediction = await home.engine.predict({ model: run, file: unlabelled, out });
  expect(prediction.rows.flatMap(({ line, cells }) => cells.map(({ text, cell }) => [line, text, cell]))).toEqual([
    [2, 'up', undefined],
    [3, 'down', undefined],
    [4, 'up', undefined],
    [5, 'down', undefined],
  ]);
  expect((await readFile(out, 'utf8')).split('\n').slice(0, 2)).toEqual([
    'line,direction,direction_predicted,probability',
    expect.stringMatching(/^2,,up,0\.\d{4}$|^2,,up,1\.0000$/),
  ]);
});

test('who fills empty cells in gets all of them beyond a thousand, and no row with another value', async () => {
  const row = (index: number): string => {
    const values = Array.from(
      { length: 4 },
      (_, step) => (index % 2 === 0 ? step : 3 - step) + ((index * 31) % 7) / 20,
    );
    return values.join(',');
  };
  const label = (index: number): string => (index % 2 === 0 ? 'up' : 'down');
  const labelled = Array.from({ length: 240 }, (_, index) => `${row(index)},${label(index)}`);
  const file = await write('classes.csv', ['a,b,c,d,direction', ...labelled]);
  const run = await train(file, { task: 'classification', data: { label: 'direction' }, training: { epochs: 20 } });
  // The first row has the wrong label, the 1,200 after it have none.
  const lines = [`${row(0)},down`, ...Array.from({ length: 1200 }, (_, index) => `${row(index)},`)];
  const open = await write('open.csv', ['a,b,c,d,direction', ...lines]);
  const read = await home.engine.predict({ model: run, file: open });
  expect([read.rows.length, read.rows[0]?.cells[0]?.actual, read.omitted]).toEqual([1000, 'down', 201]);
  const { rows, omitted } = await home.engine.predict({ model: run, file: open, emptyOnly: true });
  expect(omitted).toBe(0);
  expect(rows.map(({ line, cells }) => [line, cells[0]?.actual, cells[0]?.text])).toEqual(
    Array.from({ length: 1200 }, (_, index) => [index + 3, '', label(index)]),
  );
});

test('a file of JSON Lines is trained on and predicted as a table; its rows are no cells that could be written to', async () => {
  const objects = Array.from({ length: 200 }, (_, row) => ({
    a: row % 7,
    b: (row * 37) % 11,
    c: row % 2 === 0 ? 1.5 : -1.5,
    d: row % 5,
    kind: row === 150 ? null : row % 2 === 0 ? 'even' : 'odd',
  }));
  const file = await write(
    'rows.jsonl',
    objects.map((object) => JSON.stringify(object)),
  );
  const model = await train(file, { task: 'classification', data: { label: 'kind' }, training: { epochs: 30 } });
  const out = join(home.folder, 'out.csv');
  const { rows } = await home.engine.predict({ model, file, out, places: true });
  const [predicted] = rows.filter(({ line }) => line === 151);
  expect(predicted?.cells[0]).toMatchObject({ column: 'kind', text: 'even', actual: '' });
  expect(predicted?.cells[0]).not.toHaveProperty('place');
  expect((await readFile(out, 'utf8')).trim().split('\n')).toHaveLength(201);
  expect((await home.engine.evaluate({ model, file })).metrics['accuracy']).toBeGreaterThan(0.95);
  const others = await write(
    'others.jsonl',
    [1, 2].map((a) => JSON.stringify({ ...objects[a], kind: 'never' })),
  );
  await expect(home.engine.evaluate({ model, file: others })).rejects.toThrow(
    "has nothing to evaluate on: 2 rows have a label that the model does not know ('never') and are not scored.",
  );
});
