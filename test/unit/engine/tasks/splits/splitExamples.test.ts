import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Config } from '../../../../../engine/config.ts';
import { OpenedFiles } from '../../../../../engine/tasks/openedFiles.ts';
import type { PreparedData } from '../../../../../engine/tasks/preparedData.ts';
import { temporaryFile, temporaryFolder } from '../../files/temporaryFile.ts';
import { completeFile } from '../completeFile.ts';
import { prepareData } from '../prepareData.ts';

type SplitOf = NonNullable<NonNullable<Config['data']>['split']>;

const complete = (file: string, split: SplitOf, config: Config = {}) =>
  completeFile(file, { ...config, data: { ...config.data, file, split } });

const prepare = async (file: string, split: SplitOf, config: Config = {}): Promise<PreparedData> => {
  const completed = await complete(file, split, config);
  expect(completed.problems).toEqual([]);
  return prepareData(completed.config, new OpenedFiles());
};

const problemsOf = async (file: string, split: SplitOf, config: Config = {}): Promise<string[]> =>
  (await complete(file, split, config)).problems.map(({ path, message }) => `${path}: ${message}`);

/** Rows `a` to `e` with a label, and whatever `more` adds. */
const numbers = (rows: number, head: string, more: (row: number) => string): string =>
  `a,b,label${head}\n${Array.from({ length: rows }, (_, row) => `${row * 1.5},${(row * 7) % 101},${row % 3 === 0 ? 'odd' : 'even'}${more(row)}`).join('\n')}\n`;

/** Rows by the part they are in, in order. */
const rowsOf = ({ splits }: PreparedData) => ({
  train: [...splits.train].sort((a, b) => a - b),
  valid: [...splits.valid].sort((a, b) => a - b),
  test: [...splits.test].sort((a, b) => a - b),
});

const spread = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at);

describe('a column of train, dev and test', () => {
  const words = ['train', 'Train', 'dev', 'test', 'train'];
  const file = temporaryFile(numbers(100, ',part', (row) => `,${words[row % 5] ?? ''}`));

  test('is found, told, not learned from, and gives the parts', async () => {
    const { config, choices } = await complete(file, {});
    expect(config.task).toBe('classification');
    expect(config.data).toMatchObject({ label: 'label', inputs: ['a', 'b'] });
    expect(config.data.split).toEqual({ column: 'part', valid: 0, test: 0 });
    expect(choices).toContain(
      "The column 'part' says which rows train, validate and test; with data.split.column null it does not.",
    );
    const data = await prepare(file, {});
    const at = (wanted: number) => spread(0, 100).filter((row) => row % 5 === wanted);
    expect(rowsOf(data)).toEqual({
      train: spread(0, 100).filter((row) => [0, 1, 4].includes(row % 5)),
      valid: at(2),
      test: at(3),
    });
    expect(data.dropped).toContain("60 rows train, 20 validate and 20 test, as column 'part' says.");
  });

  test('is a column like others when that is asked for', async () => {
    const { config } = await complete(file, { column: null }, { data: { label: 'part' } });
    expect(config.data).toMatchObject({ label: 'part', split: { column: null, valid: 0.1, test: 0.2 } });
  });

  test('is no split column with another word in it, and named as one says the line and the words', async () => {
    const other = temporaryFile(
      numbers(50, ',part', (row) => `,${row === 30 ? 'holdout' : row % 2 ? 'train' : 'test'}`),
    );
    expect((await complete(other, {}, { data: { label: 'label' } })).config.data.split).toEqual({
      valid: 0.1,
      test: 0.2,
    });
    expect((await complete(other, {}, { data: { label: 'label' } })).choices).toContain(
      "The column 'part' says no parts: it holds 'holdout' beside train and the like.",
    );
    expect(await problemsOf(other, { column: 'part' }, { data: { label: 'label' } })).toEqual([
      "data.split.column: line 32: 'holdout' in column part is no part; write train, valid, val, validation, dev, or test, or set data.split.column to another column or to null",
    ]);
    expect(await problemsOf(file, { column: 'prat' })).toContain(
      "data.split.column: there is no column 'prat'; did you mean 'part'?",
    );
  });

  test('without a validation part leaves the share of it to the rows that train, and rows without a word in none', async () => {
    const two = temporaryFile(numbers(100, ',part', (row) => `,${row < 60 ? 'train' : row < 90 ? 'test' : ''}`));
    const data = await prepare(two, {});
    expect([data.splits.train.length, data.splits.valid.length, data.splits.test.length]).toEqual([54, 6, 30]);
    expect(data.dropped).toContain("10 rows have nothing in 'part' and are in no part.");
    expect(await problemsOf(file, { valid: 0.2 })).toEqual([
      'data.split.valid: 0.2 of the training rows would join the part that is given already; leave it out',
    ]);
  });
});

describe('other files as parts', () => {
  const folder = mkdtempSync(join(temporaryFolder, 'parts'));
  const write = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const file = write(
    'train.csv',
    numbers(60, '', () => ''),
  );
  write(
    'test.csv',
    `b,label,a\n${spread(0, 12)
      .map((row) => `${row},${row % 2 ? 'odd' : 'even'},${row * 1.5}`)
      .join('\n')}\n`,
  );
  write(
    'valid.csv',
    numbers(9, ',more', () => ',x'),
  );
  write('narrow.csv', 'a,label\n1,odd\n');
  write('unlabelled.csv', 'a,b,label\n1,2,\n');
  write('strange.csv', 'a,b,label\n1,2,odd\n3,4,strange\n');

  test('are told of and not taken unasked', async () => {
    const { config, choices } = await complete(file, {});
    expect(config.data.split).toEqual({ valid: 0.1, test: 0.2 });
    expect(choices).toEqual(
      expect.arrayContaining([
        'valid.csv beside it seems to be the validation part of it; data.split.validFile=valid.csv makes it that.',
        'test.csv beside it seems to be the test part of it; data.split.testFile=test.csv makes it that.',
      ]),
    );
  });

  test('are read below the first, columns by their names', async () => {
    const data = await prepare(file, { validFile: 'valid.csv', testFile: 'test.csv' });
    expect(rowsOf(data)).toEqual({ train: spread(0, 60), valid: spread(60, 69), test: spread(69, 81) });
    const { rows, dropped } = data;
    expect([rows!.lineOf(59), rows!.lineOf(60), rows!.lineOf(69)]).toEqual([61, 2, 2]);
    expect(spread(69, 73).map((row) => rows!.targets[0]!.textAt(row))).toEqual(['even', 'odd', 'even', 'odd']);
    expect(dropped).toContain('60 rows train, 9 validate and 12 test, as valid.csv and test.csv say.');
    // Rows 0 to 8 of the training file are those of valid.csv, and row 0 is that of test.csv.
    expect(dropped).toContain(
      '10 rows of the validation and test parts stand in the training part too, to the last value.',
    );
  });

  test('of which one is given leave the share of the other to the first', async () => {
    const { splits } = await prepare(file, { testFile: 'test.csv' });
    expect([splits.train.length, splits.valid.length, splits.test.length]).toEqual([54, 6, 12]);
  });

  test('with other columns, without labels or not there are refused with their name', async () => {
    await expect(complete(file, { testFile: 'narrow.csv' })).rejects.toThrow(
      "narrow.csv: has no column 'b', which train.csv has; files of one training have the same columns",
    );
    await expect(complete(file, { testFile: 'gone.csv' })).rejects.toThrow(
      'gone.csv: does not exist; check the path (data.split.testFile names it, relative to the data file)',
    );
    await expect(prepare(file, { testFile: 'unlabelled.csv' })).rejects.toThrow(
      'unlabelled.csv: has no row with all that is learned from, so that the test part would be empty',
    );
  });

  test('with a label of their own: the model knows it, and it is told that nobody learns it', async () => {
    const { dropped, codec } = await prepare(file, { testFile: 'strange.csv' });
    expect(dropped).toContain("No training row has the label 'strange': it will not be predicted.");
    expect(codec).toMatchObject({ labels: ['even', 'odd', 'strange'] });
  });

  test('of sequences have sequences of their own, whatever their ids', async () => {
    const head = '@problemName x\n@timeStamps false\n@univariate true\n@classLabel true up down\n@data\n';
    const lines = (count: number, slope: number) =>
      spread(0, count)
        .map((at) => `${at},${at + slope},${at + 2 * slope}:${at % 2 ? 'up' : 'down'}`)
        .join('\n');
    const first = write('X_TRAIN.ts', head + lines(20, 1));
    write('X_TEST.ts', head + lines(6, 2));
    const data = await prepare(first, { testFile: 'X_TEST.ts' });
    expect([data.splits.train.length, data.splits.valid.length]).toEqual([16, 4]);
    expect([...data.splits.test]).toEqual(spread(20, 26));
    expect(data.rows!.group!.nameOf(20)).toBe('1');
  });
});

describe('what belongs together stays together:', () => {
  const file = temporaryFile(numbers(200, ',person', (row) => `,${(row * 13) % 50}`));

  test('an id is never in two parts, is no input, and the shares are of the ids', async () => {
    const { config } = await complete(file, { group: 'person' });
    expect(config.data).toMatchObject({ inputs: ['a', 'b'] });
    const data = await prepare(file, { group: 'person', valid: 0.2, test: 0.2 });
    const people = Object.values(rowsOf(data)).map((rows) => new Set(rows.map((row) => (row * 13) % 50)));
    expect(people.map(({ size }) => size)).toEqual([30, 10, 10]);
    expect(new Set(people.flatMap((each) => [...each])).size).toBe(50);
    expect(data.dropped).toContain("None of the 50 different values of 'person' stands in two parts.");
  });

  test('rows without an id are refused with the line', async () => {
    const holes = temporaryFile(numbers(60, ',person', (row) => `,${row === 7 ? '' : (row * 13) % 9}`));
    expect(await problemsOf(holes, { group: 'person' })).toEqual([
      'data.split.group: line 9 has no person: it might belong to any; give it one, or choose another column',
    ]);
  });

  test('rows that are alike are counted, and in one part when that is asked for', async () => {
    const twice = temporaryFile(
      `a,b,label\n${spread(0, 150)
        .map((row) => `${(row % 75) * 3},${row % 75},${row % 3 ? 'x' : 'y'}`)
        .join('\n')}\n`,
    );
    const apart = await prepare(twice, {});
    expect(
      apart.dropped.filter((note) => /stand in the training part too, to the last value|together/.test(note)),
    ).toHaveLength(2);
    const kept = await prepare(twice, { together: true });
    const places = new Map<number, string>();
    for (const [part, rows] of Object.entries(rowsOf(kept))) {
      for (const row of rows) expect(places.get(row % 75) ?? part).toBe((places.set(row % 75, part), part));
    }
    expect(kept.splits.train.length + kept.splits.valid.length + kept.splits.test.length).toBe(150);
    expect(kept.dropped.join(' ')).not.toContain('to the last value');
  });
});

describe('the way of sharing out', () => {
  const file = temporaryFile(numbers(100, ',when', (row) => `,${(row * 37) % 100}`));
  const wanted: Config = { data: { inputs: ['a', 'b'] } };

  test('in order takes the last rows, or the latest by a column', async () => {
    const order = rowsOf(await prepare(file, { way: 'inOrder' }, wanted));
    expect(order).toEqual({ train: spread(0, 70), valid: spread(70, 80), test: spread(80, 100) });
    const { test: latest } = rowsOf(await prepare(file, { time: 'when' }, wanted));
    expect(latest).toEqual(spread(0, 100).filter((row) => (row * 37) % 100 >= 80));
  });

  test('stratified gives each part the share of each class to within a row', async () => {
    const { splits } = await prepare(file, { way: 'stratified' }, wanted);
    const odd = (part: Int32Array) => part.filter((row) => row % 3 === 0).length;
    expect([odd(splits.valid), odd(splits.test)].map((count, at) => Math.abs(count - [3.4, 6.8][at]!) < 1)).toEqual([
      true,
      true,
    ]);
  });

  test('is refused where it says nothing', async () => {
    expect(await problemsOf(file, { way: 'stratified' }, { task: 'regression', data: { targets: ['b'] } })).toEqual([
      'data.split.way: stratified is by classes: a regression has none of whole examples; use random or inOrder',
    ]);
    expect(await problemsOf(file, { way: 'random', time: 'when' }, wanted)).toEqual([
      'data.split.time: time when does nothing: way is random; leave it out, or set way to inOrder',
    ]);
    expect(
      await problemsOf(file, { together: true, group: 'label' }, { task: 'forecast', data: { targets: ['a'] } }),
    ).toEqual([
      'data.split.together: together true does nothing: a forecast takes its parts in the order of the file; leave it out',
      'data.split.group: group "label" does nothing: a forecast takes its parts in the order of the file; leave it out',
    ]);
  });

  test('of nothing said is as it was: the same rows by the same seed', async () => {
    const { splits } = await prepare(file, {}, wanted);
    expect([...splits.valid]).toEqual([2, 7, 9, 11, 26, 35, 39, 64, 67, 98]);
  });
});
