import { describe, expect, test } from 'vitest';
import type { WindowSource } from '../../../../../../engine/compute/source.ts';
import { createRandom } from '../../../../../../engine/compute/random.ts';
import type { TimestampColumn } from '../../../../../../engine/files/columns/column.ts';
import { readTable } from '../../../../../../engine/files/readTable.ts';
import { findSeries } from '../../../../../../engine/tasks/forecast/series/findSeries.ts';
import { temporaryFile } from '../../../files/temporaryFile.ts';
import type { Config } from '../../../../../../engine/config.ts';
import { completeFile } from '../../completeFile.ts';
import { prepareData } from '../../prepareData.ts';

const day = (row: number): string => new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10);
const value = (shop: string, row: number): string =>
  (100 * (shop.charCodeAt(0) - 96) + (row % 7) * 3 + (row % 5)).toFixed(1);
const rowsOf = (shop: string, count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, row) => `${shop},${day(from + row)},${value(shop, row)}`);
const header = 'shop,day,sales';
const stacked = ['a', 'b', 'c'].flatMap((shop, at) => rowsOf(shop, 60 + 20 * at));
const shuffled = (rows: readonly string[]): string[] => {
  const order = Int32Array.from(rows, (_, row) => row);
  createRandom(7).shuffle(order);
  return Array.from(order, (row) => rows[row] ?? '');
};
const content = (rows: readonly string[], head = header): string => [head, ...rows, ''].join('\n');
const complete = (text: string, data: Config['data'] = {}) => {
  const file = temporaryFile(text);
  return completeFile(file, { data: { ...data, file } });
};
const prepare = async (text: string, data: Config['data']) => prepareData((await complete(text, data)).config);
const nameOf = async (text: string): Promise<string | undefined> => {
  const table = await readTable(temporaryFile(text));
  return findSeries(table, table.columns.find(({ type }) => type === 'timestamp') as TimestampColumn)?.join(' + ');
};

describe('the column that tells series apart', () => {
  test.each([
    ['one below the other', stacked],
    ['by their dates', [...stacked].sort((a, b) => a.slice(2).localeCompare(b.slice(2)))],
    ['in any order', shuffled(stacked)],
    ['newest first', [...stacked].reverse()],
  ])('is found where they stand %s', async (_, rows) => {
    expect(await nameOf(content(rows))).toBe('shop');
  });

  test('is one of numbers where its name says whose a row is', async () => {
    const numbered = stacked.map((row) => row.replace(/^./, (shop) => String(shop.charCodeAt(0))));
    expect(await nameOf(content(numbered, 'shop,day,sales'))).toBe('shop');
    expect(await nameOf(content(numbered, 'x,day,sales'))).toBeUndefined();
  });

  test.each([
    ['a single series with a category', rowsOf('a', 100).map((row, at) => row.replace(/^a/, at % 2 === 0 ? 'x' : 'y'))],
    [
      'one that is newest first',
      rowsOf('a', 100)
        .map((row, at) => row.replace(/^a/, at % 2 === 0 ? 'x' : 'y'))
        .reverse(),
    ],
    ['one of which a few times come twice', [...rowsOf('a', 100), ...rowsOf('b', 5, 95)]],
  ])('is none in %s', async (_, rows) => {
    expect(await nameOf(content(rows))).toBeUndefined();
  });

  test('may be two or three columns together, which are found and told', async () => {
    const two = ['x', 'y'].flatMap((kind) => stacked.map((row) => `${kind},${row}`));
    expect(await nameOf(content(two, `kind,${header}`))).toBe('kind + shop');
    const three = ['N', 'S'].flatMap((region) => two.map((row) => `${region},${row}`));
    expect(await nameOf(content(three, `region,kind,${header}`))).toBe('region + kind + shop');
    const { config, choices, problems } = await complete(content(two, `kind,${header}`));
    expect(problems).toEqual([]);
    expect(config.data).toMatchObject({ series: ['kind', 'shop'] });
    expect(choices.join('\n')).toContain(
      "There are 6 series, told apart by 'kind' and 'shop' together (x / a, x / b, x / c, y / a, y / b, …)",
    );
  });
});

describe('several columns that tell series apart', () => {
  const rows = ['x', 'y'].flatMap((kind) => stacked.map((row) => `${kind},${row}`));

  test('make the series that one column of both makes', async () => {
    const data = { targets: ['sales'], inputs: ['sales'], window: 10, horizon: 5 };
    const two = await prepare(content(rows, `kind,${header}`), { ...data, series: ['kind', 'shop'] });
    const joined = rows.map((row) => row.replace(',', '-'));
    const one = await prepare(content(joined, header), { ...data, series: 'shop' });
    expect(two.splits).toEqual(one.splits);
    expect((two.source as WindowSource).values).toEqual((one.source as WindowSource).values);
  });

  test('that are empty in a row are told with its line', async () => {
    const without = rows.map((row, at) => (at === 17 ? row.replace(/^x,a/, 'x,') : row));
    await expect(complete(content(without, `kind,${header}`), { series: ['kind', 'shop'] })).rejects.toThrow(
      'the row has no shop, which says whose it is; give it one',
    );
  });

  test.each([
    ['commas and quotes', ['"a, ""b"""', 'c'], 'a, "b" / c'],
    ['what stands between them', ['a / b', 'c'], '["a / b","c"]'],
  ])('with %s in them stay apart', async (_, cells, name) => {
    const named = [cells, ['a', 'b / c']].flatMap(([kind = '', shop = '']) =>
      rowsOf('a', 40).map((row) => `${kind},${shop}${row.slice(1)}`),
    );
    const { choices } = await complete(content(named, `kind,${header}`), { series: ['kind', 'shop'] });
    expect(choices.join('\n')).toContain(`There are 2 series, told apart by 'kind' and 'shop' together (${name}, `);
  });
});

describe('without a time, several series', () => {
  const untimed = (rows: readonly string[], name = 'shop'): string =>
    content(
      rows.map((row) => row.replace(/,.*,/, ',')),
      `${name},sales`,
    );
  const even = ['a', 'b', 'c'].map((shop) => rowsOf(shop, 60));
  const inTurns = even[0]!.flatMap((_, at) => even.map((rows) => rows[at] ?? ''));
  const told = async (text: string) => {
    const { config, choices } = await complete(text);
    return { series: (config.data as { readonly series?: string | null }).series, choices: choices.join(' ') };
  };

  test.each([
    ['one below the other', stacked],
    ['in turns', inTurns],
  ])('are found by a column that says whose a row is, %s, and keep to the order of the file', async (_, rows) => {
    const { series, choices } = await told(untimed(rows));
    expect(series).toBe('shop');
    expect(choices).toContain("There are 3 series, told apart by 'shop' (a, b, c)");
    expect(choices).toContain('the rows of each series follow each other as they stand in the file');
  });

  test('are found where their rows stand in several pieces and another column counts them, each from its first on', async () => {
    const counted = (from: number, to: number): string[] =>
      even.flatMap((rows) => rows.slice(from, to).map((row, at) => row.replace(/,.*,/, `,${from + at + 1},`)));
    const pieces = [...counted(0, 48), ...counted(48, 60)];
    const { series, choices } = await told(content(pieces, 'shop,hour,sales'));
    expect(series).toBe('shop');
    expect(choices).toContain("There are 3 series, told apart by 'shop' (a, b, c)");
    // By another name it may be a phase of the one series, and with a count that has holes no series at all.
    expect((await told(content(pieces, 'phase,hour,sales'))).series ?? null).toBeNull();
    const holed = await told(content(pieces.toSpliced(20, 1), 'shop,hour,sales'));
    expect(holed.series ?? null).toBeNull();
    expect(holed.choices).toContain(
      `'shop' may say whose a row is; if there are several series, set data.series to "shop".`,
    );
  });

  test('are asked about where the name of the column does not say so', async () => {
    const { series, choices } = await told(untimed(stacked, 'phase'));
    expect(series ?? null).toBeNull();
    expect(choices).toContain(
      `The rows of each 'phase' stand together; if there are several series, set data.series to "phase".`,
    );
    expect((await told(untimed(inTurns, 'weekday'))).choices).not.toContain('series by');
  });

  test('are one where their rows come as they please', async () => {
    expect((await told(untimed(shuffled(stacked)))).series ?? null).toBeNull();
  });
});

const plain = {
  targets: ['sales'],
  inputs: ['sales'],
  window: 5,
  horizon: 2,
  season: 7,
  anchor: 'seasonal',
  time: 'day',
  calendar: false,
  series: 'shop',
} as const;

describe('several series', () => {
  test('are the same in whatever order their rows stand', async () => {
    const one = await prepare(content(stacked), plain);
    // The first row of each decides which comes first.
    const firsts = ['a', 'b', 'c'].map((shop) => rowsOf(shop, 1)[0] ?? '');
    const other = await prepare(
      content([...firsts, ...shuffled(stacked.filter((row) => !firsts.includes(row)))]),
      plain,
    );
    expect((other.source as WindowSource).values).toEqual((one.source as WindowSource).values);
    expect(other.splits).toEqual(one.splits);
    expect(other.codec).toEqual(one.codec);
    expect(other.baselines).toEqual(one.baselines);
  });

  test('are the same where the newest row of each stands first, and that is told', async () => {
    const newestFirst = content(['a', 'b', 'c'].flatMap((shop, at) => rowsOf(shop, 60 + 20 * at).reverse()));
    const one = await prepare(content(stacked), plain);
    const other = await prepare(newestFirst, plain);
    expect((other.source as WindowSource).values).toEqual((one.source as WindowSource).values);
    expect(other.splits).toEqual(one.splits);
    expect(other.codec).toEqual(one.codec);
    expect(other.rows).toMatchObject({ isNewestFirst: true });
    expect([0, 59].map((row) => other.rows?.lineOf(row))).toEqual([61, 2]);
    expect((await complete(newestFirst)).choices.join(' ')).toContain('The newest row stands first');
  });

  test.each([
    ['one below the other', (shop: number, hour: number) => shop * 120 + hour],
    ['hour by hour', (shop: number, hour: number) => hour * 2 + shop],
  ])('keep to a clock that is put back, %s', async (_, placeOf) => {
    // In Berlin, two o'clock came twice on the 29th of October 2023.
    const from = Date.UTC(2023, 9, 27, 22);
    const clock = (row: number): string =>
      new Date(from + row * 3_600_000 + (row < 27 ? 2 : 1) * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
    const rows: string[] = [];
    for (const [shop, name] of ['a', 'b'].entries()) {
      for (let row = 0; row < 120; row++) rows[placeOf(shop, row)] = `${name},${clock(row)},${value(name, row)}`;
    }
    const { config, choices } = await complete(content(rows));
    expect(config.data).toMatchObject({ series: 'shop', time: 'day' });
    expect(choices).toContain('Rows come every hour.');
    expect(choices.join(' ')).not.toContain('neighbours');
    const { rows: prepared } = await prepareData(config);
    expect([26, 27, 119].map((row) => prepared?.timeTextAt(row))).toEqual([
      '2023-10-29 02:00',
      '2023-10-29 02:00',
      '2023-11-01 22:00',
    ]);
    expect(prepared?.nextTimes(1)).toEqual(['2023-11-01 23:00']);
  });

  test('have no window in two of them, and each holds out its own newest rows', async () => {
    const { splits, source } = await prepare(content(stacked), plain);
    const starts = [0, 60, 140, 240];
    const seriesOf = (row: number): number => starts.findLastIndex((start) => start <= row);
    for (const examples of Object.values(splits)) {
      expect(new Set(Array.from(examples, seriesOf)).size).toBe(3);
      for (const example of examples) expect(seriesOf(example + 5 + 2 - 1)).toBe(seriesOf(example));
    }
    expect((source as WindowSource).targets).toHaveLength(240);
  });

  test('are scaled by how each goes on, not by how far they are from each other', async () => {
    const { codec } = await prepare(content(stacked), plain);
    expect(codec).toMatchObject({ kind: 'forecast' });
    // A week apart, values differ by less than five; the shops by a hundred.
    expect((codec as unknown as { targets: { scale: number }[] }).targets[0]?.scale).toBeLessThan(5);
    expect((codec as unknown as { naiveErrors: number[] }).naiveErrors[0]).toBeLessThan(5);
  });

  test('are proposed, and told by name', async () => {
    const { config, choices, problems } = await complete(content(stacked));
    expect(problems).toEqual([]);
    expect(config.data).toMatchObject({ series: 'shop', time: 'day', targets: ['sales'] });
    expect(choices).toContain(
      "There are 3 series, told apart by 'shop' (a, b, c); one network learns them all, each row from its own series.",
    );
  });
});
