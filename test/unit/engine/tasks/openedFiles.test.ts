import { appendFileSync, utimesSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Config } from '../../../../engine/config.ts';
import type { Inspection } from '../../../../engine/protocol.ts';
import { OpenedFiles } from '../../../../engine/tasks/openedFiles.ts';
import { inspectFile } from '../../../../engine/tasks/inspectFile.ts';
import { planRun, propose } from '../../../../engine/training/planRun.ts';
import { atReads } from '../files/atReads.ts';
import { temporaryFile } from '../files/temporaryFile.ts';

const lines = (count: number, row: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${row(index)}\n`).join('');
const time = (row: number): string => new Date(Date.UTC(2000, 0, 1, row)).toISOString().slice(0, 16);
const series = `time,load,wind\n${lines(150_000, (row) => `${time(row)},${Math.sin(row / 4).toFixed(5)},${(row * 7919) % 101}`)}`;
const classes = `a,b,c,d,label\n${lines(200_000, (row) => `${row % 7},${row % 5},${(row * 37) % 11},${row % 4},${row % 2 ? 'odd' : 'even'}`)}`;
const objects = lines(100_000, (row) => JSON.stringify({ load: Math.sin(row / 4), wind: (row * 7919) % 101 }));

test.each([
  ['a series', series, '.csv', {}],
  ['a series without a telling name', series, '.txt', {}],
  ['labelled rows', classes, '.csv', {}],
  ['objects', objects, '.jsonl', { task: 'forecast' }],
] satisfies (readonly [string, string, string, Config])[])(
  'a file of %s is cut into cells once for inspecting, proposing, and preparing a training',
  async (_, content, extension, config) => {
    const file = temporaryFile(content, extension);
    const files = new OpenedFiles();
    let reads = 0;
    await atReads(file, 'before', (nth) => {
      reads = nth;
    });
    const inspection = (await inspectFile(file, config, files)) as Inspection & { kind: 'table' };
    // A megabyte a piece, and one that tells the end.
    const whole = Math.ceil(content.length / 2 ** 20) + 1;
    expect(whole).toBeGreaterThanOrEqual(4);
    // What may be a table by its beginning has that read for it, and the format follows from it too.
    expect(reads).toBeLessThanOrEqual(whole + 2);
    const inspected = reads;
    const proposal = await propose({ file, config }, files);
    const complete: Config = { task: proposal.config.task, data: { ...proposal.config.data } };
    await propose({ file, config: { ...config, model: { hiddenSize: 7 } } }, files);
    await propose({ file, config: complete }, files);
    const { data } = await planRun({ file, config: complete }, undefined, files);
    expect(data.rows?.count).toBe(inspection.rows);
    expect(reads).toBe(inspected);
  },
);

test.each([
  ['that fits into memory once, whoever asks', 2 ** 27, 0],
  ['that does not once more for each training', 1000, 1],
])('a text is read %s', async (_, encoded, more) => {
  const text = lines(100_000, (row) => `the ${row % 37} ships of the ${row % 11}. fleet`);
  const file = temporaryFile(text, '.txt');
  const files = new OpenedFiles({ table: 2 ** 27, encoded });
  let reads = 0;
  await atReads(file, 'before', (nth) => {
    reads = nth;
  });
  await inspectFile(file, {}, files);
  const inspected = reads;
  expect(inspected).toBeGreaterThanOrEqual(4);
  const { config } = await propose({ file, config: {} }, files);
  await propose({ file, config: { model: { hiddenSize: 7 } } }, files);
  expect(reads).toBe(inspected);
  const { data } = await planRun({ file, config: { task: config.task } }, undefined, files);
  expect(data.source).toMatchObject({ kind: 'symbols', ids: { byteLength: 2 * text.length } });
  // What tells a table from a text reads the beginning too.
  expect(reads - inspected).toBe(more * (Math.ceil(text.length / 2 ** 20) + 1));
});

test('a table that is not kept any more is read anew: counting the reads would show it', async () => {
  const file = temporaryFile(series);
  let reads = 0;
  await atReads(file, 'before', (nth) => {
    reads = nth;
  });
  await inspectFile(file, {}, new OpenedFiles());
  const once = reads;
  await inspectFile(file, {}, new OpenedFiles());
  expect(reads).toBe(2 * once);
});

test('the same file is read once, until it changes or its format does', async () => {
  const path = temporaryFile('x\n1\n2\n');
  const files = new OpenedFiles();
  const read = async (options = {}) => (await files.open(path)).readTable(options);
  const first = await read();
  expect(await read()).toBe(first);
  const { delimiter, header, comment, missingValues } = first.format;
  expect(await read({ delimiter, header, comment, missingValues })).toBe(first);
  expect((await read({ missingValues: ['1'] })).columns[0]?.missing).toBe(1);
  const again = await read();
  expect(again).toEqual({ ...first, lineOf: again.lineOf, readTexts: again.readTexts, columns: again.columns });
  writeFileSync(path, 'x\n1\n7\n');
  utimesSync(path, new Date(), new Date(Date.now() + 5000));
  expect((await read()).columns[0]).toMatchObject({ max: 7 });
});

test('a text is counted once, until it changes or case is folded', async () => {
  const path = temporaryFile('Abc\n', '.txt');
  const files = new OpenedFiles();
  const survey = async (lowercase: boolean) => (await files.open(path)).surveyText({ lowercase });
  const first = await survey(false);
  expect(await survey(false)).toBe(first);
  expect(await survey(true)).toMatchObject({ vocabulary: '\nabc' });
  appendFileSync(path, 'd');
  expect(await survey(false)).toMatchObject({ symbols: 5, lines: 2 });
});

test('a text is counted anew in another encoding', async () => {
  const path = temporaryFile(Buffer.from('na\xefve\n', 'latin1'), '.txt');
  const file = await new OpenedFiles().open(path);
  const found = await file.surveyText({ lowercase: false });
  expect(found).toMatchObject({ vocabulary: '\naenvï', notes: [expect.stringContaining('Windows-1252')] });
  const asked = await file.surveyText({ lowercase: false, encoding: 'windows-1251' });
  expect(asked).toMatchObject({ vocabulary: '\naenvп', notes: [] });
  expect(await file.lastSurvey({ lowercase: false })).toBeUndefined();
});

test('what could not be read is tried again', async () => {
  const path = temporaryFile('x,y\n1\n');
  const file = await new OpenedFiles().open(path);
  await expect(file.readTable()).rejects.toThrow('the row has 1 cell');
  writeFileSync(path, 'x,y\n1,\n');
  expect((await file.readTable()).rows).toBe(1);
});

test('two files are kept, fewer where their columns take more memory than those of one may', async () => {
  const large = lines(300_000, (row) => String(row / 7));
  const [one, two, three] = [temporaryFile(`x\n${large}`), temporaryFile('x\n1\n'), temporaryFile('x\n2\n')];
  const kept = async (files: OpenedFiles, path: string) => {
    const before = await files.open(path);
    await before.readTable();
    return before;
  };
  const files = new OpenedFiles();
  const first = await kept(files, one);
  await kept(files, two);
  expect(await files.open(one)).toBe(first);
  await kept(files, three);
  expect(await files.open(one)).toBe(first);
  await kept(files, two);
  await kept(files, three);
  expect(await files.open(one)).not.toBe(first);

  const small = new OpenedFiles({ table: 2_500_000, encoded: 0 });
  const large1 = await kept(small, one);
  expect(large1.bytesInMemory).toBeGreaterThan(2_000_000);
  expect(await small.open(one)).toBe(large1);
  await kept(small, temporaryFile(`y\n${large}`));
  expect(await small.open(one)).not.toBe(large1);
});
