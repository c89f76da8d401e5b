import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../../../engine/errors.ts';
import type { NumberColumn } from '../../../../../engine/files/columns/column.ts';
import { readTable, type Table } from '../../../../../engine/files/readTable.ts';
import { inspectFile } from '../../../../../engine/tasks/inspectFile.ts';
import { idxBytes } from './arrayBytes.ts';
import { arrayFolder } from './arrayFolder.ts';

const pixels = Uint8Array.from({ length: 10 * 3 * 4 }, (_, at) => at * 2);
const images = idxBytes(8, [10, 3, 4], pixels);
const labels = idxBytes(
  8,
  [10],
  Uint8Array.from({ length: 10 }, (_, at) => at % 3),
);
const numbersOf = (table: Table, name: string): number[] => [
  ...(table.columns.find((column) => column.name === name) as NumberColumn).values,
];

test.each([
  ['train-images-idx3-ubyte', 'train-labels-idx1-ubyte', false, false],
  ['t10k-images.idx3-ubyte', 't10k-labels.idx1-ubyte', false, false],
  ['train-images-idx3-ubyte.gz', 'train-labels-idx1-ubyte.gz', true, true],
  ['train-images-idx3-ubyte.gz', 'train-labels-idx1-ubyte', true, false],
])('%s with %s are rows of pixels with a label an image', async (name, other, isPacked, isLabelPacked) => {
  const file = arrayFolder({
    [name]: isPacked ? gzipSync(images) : images,
    [other]: isLabelPacked ? gzipSync(labels) : labels,
  })(name);
  const table = await readTable(file);
  expect(table.columns.map((column) => column.name)).toEqual([
    'label',
    'sequence',
    'pixel1',
    'pixel2',
    'pixel3',
    'pixel4',
  ]);
  expect(table.rows).toBe(30);
  expect(numbersOf(table, 'pixel2').slice(0, 4)).toEqual([2, 10, 18, 26]);
  expect(numbersOf(table, 'label').slice(0, 7)).toEqual([0, 0, 0, 1, 1, 1, 2]);
  expect(await inspectFile(file, {})).toMatchObject({
    proposedTask: 'classification',
    why: "The rows with the same 'sequence' are 10 sequences of up to 3 rows, each with one 'label', of 3 classes.",
  });
});

test('images without labels are there to be predicted, and other types are read', async () => {
  const path = arrayFolder({ 'images-idx3-short': idxBytes(11, [1, 2, 2], Uint8Array.of(0, 1, 255, 255, 1, 0, 0, 7)) });
  const table = await readTable(path('images-idx3-short'));
  expect([numbersOf(table, 'pixel1'), numbersOf(table, 'pixel2')]).toEqual([
    [1, 256],
    [-1, 7],
  ]);
});

describe('an image file is refused, with the way out:', () => {
  const name = 'train-images-idx3-ubyte';
  const beside = 'train-labels-idx1-ubyte';
  test.each<[string, Readonly<Record<string, Uint8Array>>, string]>([
    ['one cut short', { [name]: images.subarray(0, -5) }, 'promises (10, 3, 4), 120 bytes, and the file holds 115'],
    ['one with more', { [name]: Buffer.concat([images, Buffer.of(1)]) }, 'and the file holds 121'],
    [
      'a header of 2^96',
      { [name]: idxBytes(8, [2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1], pixels) },
      'more than can be counted',
    ],
    ['a bomb', { [`${name}.gz`]: gzipSync(idxBytes(8, [2 ** 20, 2 ** 10, 2 ** 10], pixels)) }, 'out of'],
    [
      'a packed one cut short',
      { [`${name}.gz`]: gzipSync(idxBytes(8, [11, 3, 4], pixels)) },
      'ends in the middle of the images',
    ],
    [
      'a packed one with more',
      { [`${name}.gz`]: gzipSync(idxBytes(8, [9, 3, 4], pixels)) },
      'holds more bytes than the images says',
    ],
    [
      'a cut archive',
      { [`${name}.gz`]: gzipSync(images).subarray(0, -12) },
      'the images cannot be unpacked: it is damaged or cut',
    ],
    ['no archive', { [`${name}.gz`]: images }, 'the images cannot be unpacked'],
    ['something else', { [name]: Buffer.from('<html>not found</html>') }, 'is no IDX file, though it is called one'],
    ['labels alone', { [beside]: labels }, 'the shape (10,); sequences have'],
    [
      'a label too few',
      { [name]: images, [beside]: idxBytes(8, [9], labels.subarray(8, 17)) },
      'has 10 sequences and 9 labels',
    ],
    [
      'labels cut short',
      { [name]: images, [beside]: labels.subarray(0, 12) },
      'the header of the labels promises (10,), 10 bytes',
    ],
    [
      'images for labels',
      { [name]: images, [beside]: images },
      'has labels of the shape (10, 3, 4); give one for each image',
    ],
  ])('%s', async (_, files, message) => {
    const [first = ''] = Object.keys(files);
    const file = arrayFolder(files)(first);
    await expect(readTable(file)).rejects.toThrow(message);
    await expect(readTable(file)).rejects.toBeInstanceOf(InputError);
  });
});
