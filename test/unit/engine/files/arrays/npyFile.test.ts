import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../../../engine/errors.ts';
import type { NumberColumn } from '../../../../../engine/files/columns/column.ts';
import { readTable, type Table } from '../../../../../engine/files/readTable.ts';
import { inspectFile } from '../../../../../engine/tasks/inspectFile.ts';
import { arrayFolder } from './arrayFolder.ts';
import { floats, npyBytes, zipBytes } from './arrayBytes.ts';

const golden = join(import.meta.dirname, '../../../../golden/arrays');
const numbersOf = (table: Table, name: string): number[] => [
  ...(table.columns.find((column) => column.name === name) as NumberColumn).values,
];
const halves = (from: number): number[] => Array.from({ length: 12 }, (_, at) => from + at);

describe('arrays that NumPy has saved', () => {
  test.each(['stored.npz', 'deflated.npz'])('%s: sequences of steps with their labels', async (name) => {
    const table = await readTable(join(golden, name));
    expect(table.columns.map(({ name, role, type }) => `${name} ${role} ${type}`)).toEqual([
      'label label category',
      'sequence sequence number',
      'value1 value number',
      'value2 value number',
    ]);
    expect(numbersOf(table, 'sequence')).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]);
    expect(numbersOf(table, 'value1')).toEqual(halves(0));
    expect(numbersOf(table, 'value2')).toEqual(halves(0.5));
    const [label] = table.columns;
    const texts = label?.type === 'category' ? [0, 3, 6, 9].map((row) => label.texts.at(row)) : [];
    expect(texts).toEqual(['up', 'down', 'up', 'left']);
    expect([0, 2, 3, 11].map(table.lineOf)).toEqual([1, 1, 2, 4]);
  });

  test('in another order of bytes, and of 16 bits', async () => {
    const wide = await readTable(join(golden, 'bigEndian.npy'));
    expect(numbersOf(wide, 'value1')).toEqual(halves(0));
    expect(numbersOf(wide, 'value2')).toEqual(halves(0));
    const half = await readTable(join(golden, 'half.npy'));
    expect(numbersOf(half, 'value')).toEqual([0.5, -2, 65504, 2 ** -24, NaN]);
    expect(half.columns[1]?.missing).toBe(1);
  });

  test.each([
    ['fortran.npy', 'the array (4, 3, 2) is in the order of Fortran; save np.ascontiguousarray of it'],
    ['objects.npy', 'the array holds Python objects, not numbers; save array.astype(np.float32)'],
  ])('%s is refused', async (name, message) => {
    await expect(readTable(join(golden, name))).rejects.toThrow(message);
  });
});

test.each(['X.npy', 'X_train.npy', 'my-x.npy', 'images.npy', 'train_features.npy'])(
  'the labels of %s are beside it',
  async (name) => {
    const labels = name.replace(/x/i, 'y').replace(/images|features/, 'labels');
    const values = floats(...Array.from({ length: 30 }, (_, at) => at));
    const path = arrayFolder({
      [name]: npyBytes("'<f4'", [10, 3], values),
      [labels]: npyBytes(
        "'|u1'",
        [10, 1],
        Uint8Array.from({ length: 10 }, (_, at) => at % 2),
      ),
    });
    expect(await inspectFile(path(name), {})).toMatchObject({
      proposedTask: 'classification',
      columns: [
        { name: 'label', role: 'label', distinct: 2 },
        { name: 'sequence', role: 'sequence', max: 10 },
        { name: 'value', role: 'value', max: 29, missing: 0 },
      ],
    });
  },
);

test('the frames of clips and the rows of images are steps, with all their values', async () => {
  const values = Uint8Array.from({ length: 2 * 3 * 4 * 5 }, (_, at) => at);
  const table = await readTable(arrayFolder({ 'clips.npy': npyBytes("'|u1'", [2, 3, 4, 5], values) })('clips.npy'));
  expect([table.rows, table.columns.length]).toEqual([6, 21]);
  expect(numbersOf(table, 'pixel20')).toEqual([19, 39, 59, 79, 99, 119]);
});

test('of several arrays the part to train on is read', async () => {
  const array = (at: number): Buffer => npyBytes("'<f4'", [2, 2], floats(at, at, at, at));
  const files = {
    'x_test.npy': array(1),
    'x_train.npy': array(2),
    'y_train.npy': npyBytes("'<f4'", [2], floats(7, 8)),
  };
  const table = await readTable(arrayFolder({ 'all.npz': zipBytes(files) })('all.npz'));
  expect([numbersOf(table, 'value'), numbersOf(table, 'label')]).toEqual([
    [2, 2, 2, 2],
    [7, 7, 8, 8],
  ]);
});

test('labels (sequences, steps) are one for each step', async () => {
  const X = npyBytes("'<f4'", [2, 2, 1], floats(1, 2, 3, 4));
  const at = arrayFolder({ 'x.npy': X, 'y.npy': npyBytes("'|u1'", [2, 2], Uint8Array.of(5, 6, 7, 8)) });
  const table = await readTable(at('x.npy'));
  expect([numbersOf(table, 'sequence'), numbersOf(table, 'label')]).toEqual([
    [1, 1, 2, 2],
    [5, 6, 7, 8],
  ]);
});

test('real labels (sequences, numbers) are several numbers of each sequence, also where there are as many as steps', async () => {
  const X = npyBytes("'<f4'", [2, 2, 1], floats(1, 2, 3, 4));
  const three = arrayFolder({ 'x.npy': X, 'y.npy': npyBytes("'<f4'", [2, 3], floats(1, 2, 3, 4, 5, 6)) });
  const table = await readTable(three('x.npy'));
  expect(['label1', 'label3'].map((name) => numbersOf(table, name))).toEqual([
    [1, 1, 4, 4],
    [3, 3, 6, 6],
  ]);
  expect(table.columns.slice(0, 3).map(({ role }) => role)).toEqual(['label', 'label', 'label']);
  const two = arrayFolder({ 'x.npy': X, 'y.npy': npyBytes("'<f4'", [2, 2], floats(1, 2.5, 3, 4)) });
  expect(numbersOf(await readTable(two('x.npy')), 'label2')).toEqual([2.5, 2.5, 4, 4]);
  const whole = arrayFolder({ 'x.npy': X, 'y.npy': npyBytes("'<f4'", [2, 2], floats(1, 2, 3, 4)) });
  expect(numbersOf(await readTable(whole('x.npy')), 'label')).toEqual([1, 2, 3, 4]);
});

test('a table of 5,000 values a step takes 40 MB for each 1,000 steps and no page of memory for each column', async () => {
  const before = process.memoryUsage().arrayBuffers;
  const values = new Uint8Array(100 * 5000);
  const table = await readTable(arrayFolder({ 'x.npy': npyBytes("'|u1'", [10, 10, 5000], values) })('x.npy'));
  expect(table.columns.length).toBe(5001);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 * 2 ** 20);
});

describe('an array is refused, with the way out:', () => {
  const two = floats(1, 2, 3, 4);
  const good = npyBytes("'<f4'", [2, 2], two);
  const packed = (description: string, shape: readonly number[], values: Uint8Array): Record<string, Uint8Array> => ({
    'a.npz': zipBytes({ 'X.npy': npyBytes(description, shape, values) }),
  });
  test.each<[string, Readonly<Record<string, Uint8Array>>, string]>([
    [
      'no array',
      { 'a.npy': Buffer.from('label,text\na,b\nsomething else') },
      'the array is no array as NumPy saves it',
    ],
    ['one cut in its header', { 'a.npy': good.subarray(0, 40) }, 'ends in the middle of the array'],
    ['one cut in its values', { 'a.npy': good.subarray(0, -1) }, 'promises (2, 2), 16 bytes, and the file holds 15'],
    [
      '2^40 sequences',
      { 'a.npy': npyBytes("'<f4'", [2 ** 40, 2], two) },
      'promises (1099511627776, 2), 8796093022208 bytes',
    ],
    ['more than can be counted', { 'a.npy': npyBytes("'<f8'", [2 ** 40, 2 ** 40], two) }, 'more than can be counted'],
    ['2^40 packed', packed("'|u1'", [2 ** 40, 2], new Uint8Array(4)), 'out of'],
    ['a packed one cut short', packed("'<f4'", [2, 20], two), 'ends in the middle of X.npy'],
    [
      'a packed one that goes on',
      packed("'<f4'", [2, 2], Buffer.concat([two, Buffer.alloc(1 << 20)])),
      'holds more bytes than X.npy says',
    ],
    [
      'packed labels that go on',
      { 'a.npz': zipBytes({ 'X.npy': good, 'y.npy': npyBytes("'|u1'", [2], Buffer.alloc(1 << 20)) }) },
      'holds more bytes than y.npy says',
    ],
    [
      'a flat one',
      { 'a.npy': npyBytes("'<f4'", [4], two) },
      'the shape (4,); sequences have the shape (sequences, steps, values)',
    ],
    [
      'an empty one',
      { 'a.npy': npyBytes("'<f4'", [0, 2], new Uint8Array(0)) },
      'the shape (0, 2), which holds nothing',
    ],
    [
      'steps too wide',
      { 'a.npy': npyBytes("'|u1'", [1, 1, 10_001], new Uint8Array(10_001)) },
      '10001 values a step; at most 10000',
    ],
    ['records', { 'a.npy': npyBytes("[('a', '<f4')]", [2, 2], two) }, 'values of the type of records, not numbers'],
    ['complex numbers', { 'a.npy': npyBytes("'<c8'", [2, 1], two) }, 'values of the type <c8, not numbers'],
    ['texts', { 'a.npy': npyBytes("'<U1'", [2, 2], two) }, 'the array holds texts, not numbers'],
    ['no archive', { 'a.npz': Buffer.from('PK is what it is not') }, 'is no archive of arrays, or a damaged one'],
    [
      'an archive without sequences',
      { 'a.npz': zipBytes({ 'weights.npy': good }) },
      'has no array called X; save np.savez(file, X=…, y=…). It has weights',
    ],
    [
      'a label too few',
      { 'x.npy': good, 'y.npy': npyBytes("'|u1'", [1], Uint8Array.of(1)) },
      'has 2 sequences and 1 labels',
    ],
    [
      'a label of a step too many',
      { 'x.npy': good, 'y.npy': npyBytes("'|u1'", [2, 3], new Uint8Array(6)) },
      'has sequences of 2 steps and 3 labels for each; give each step one, or each sequence',
    ],
    [
      'labels of a cube',
      { 'x.npy': good, 'y.npy': npyBytes("'|u1'", [2, 2, 2], new Uint8Array(8)) },
      'the array has the shape (2, 2, 2); labels have the shape (sequences), one for each, or (sequences, steps)',
    ],
    ['another packing', { 'a.npz': zipBytes({ 'X.npy': good }, 12) }, 'is packed by method 12'],
  ])('%s', async (_, files, message) => {
    const [name = ''] = Object.keys(files);
    const file = arrayFolder(files)(name);
    await expect(readTable(file)).rejects.toThrow(message);
    await expect(readTable(file)).rejects.toBeInstanceOf(InputError);
  });

  test('damaged packed bytes', async () => {
    const bytes = zipBytes({
      'X.npy': npyBytes("'<f4'", [50, 2], floats(...Array.from({ length: 100 }, (_, at) => Math.sin(at)))),
    });
    bytes.fill(0xff, 35, 40);
    await expect(readTable(arrayFolder({ 'a.npz': bytes })('a.npz'))).rejects.toThrow('X.npy cannot be unpacked');
  });
});
