import { describe, expect, test } from 'vitest';
import { InputError } from '../../../../../engine/errors.ts';
import type { NumberColumn } from '../../../../../engine/files/columns/column.ts';
import { readTable, type Table } from '../../../../../engine/files/readTable.ts';
import { timeSeriesFile } from '../../../../../engine/files/sequences/timeSeriesFile.ts';
import { findTableReader } from '../../../../../engine/files/tableReaders.ts';
import { temporaryFile } from '../temporaryFile.ts';

const header = ['#two channels', '@problemName Toy', '@timeStamps false', '@classLabel true go stop', '@data'];
const fileOf = (...lines: readonly string[]): string => temporaryFile([...header, ...lines].join('\n'), '.ts');
const numbersOf = (table: Table, name: string): number[] => [
  ...(table.columns.find((column) => column.name === name) as NumberColumn).values,
];

test('every step is a row with its sequence, a value of each channel and the label', async () => {
  const table = await readTable(fileOf('1,2,3:4,5,6:go', '-1.5:?:stop', '', '7,8:9,1e1:go'));
  expect(table.columns.map(({ name, role }) => [name, role])).toEqual([
    ['sequence', 'sequence'],
    ['channel1', 'value'],
    ['channel2', 'value'],
    ['class', 'label'],
  ]);
  expect(numbersOf(table, 'sequence')).toEqual([1, 1, 1, 2, 3, 3]);
  expect(numbersOf(table, 'channel1')).toEqual([1, 2, 3, -1.5, 7, 8]);
  expect(numbersOf(table, 'channel2')).toEqual([4, 5, 6, NaN, 9, 10]);
  expect([0, 2, 3, 4, 5].map(table.lineOf)).toEqual([6, 6, 7, 9, 9]);
  expect([table.rows, table.comments, table.isDelimited]).toEqual([6, 1, false]);
  expect(table.notes).toEqual(['1 blank line between rows is no row and left out (line 8).']);
});

test('one channel is called value, and a channel that ends early has missing values', async () => {
  const one = await readTable(fileOf('1,2:go', '3:stop'));
  expect(one.columns.map(({ name }) => name)).toEqual(['sequence', 'value', 'class']);
  expect(numbersOf(await readTable(fileOf('1,2,3:4:go')), 'channel2')).toEqual([4, NaN, NaN]);
});

test('a file without labels and a file with numbers to foretell have their columns', async () => {
  const plain = temporaryFile('@classLabel false\n@data\n1,2\n3,4,5\n', '.ts');
  expect((await readTable(plain)).columns.map(({ name }) => name)).toEqual(['sequence', 'value']);
  const target = temporaryFile('@problemName x\n@targetLabel true\r\n@data\r\n1,2:0.5\r\n', '.ts');
  const { columns } = await readTable(target);
  expect(columns.map(({ name, role }) => [name, role])).toEqual([
    ['sequence', 'sequence'],
    ['value', 'value'],
    ['target', undefined],
  ]);
});

test('a value that is no number is a problem at its place', async () => {
  const values = Array.from({ length: 30 }, (_, index) => index).join(',');
  const table = await readTable(fileOf(`${values}:${values}:go`, '1,x7:2,3:go'));
  expect(table.columns[1]?.problems).toEqual([
    expect.objectContaining({ place: expect.objectContaining({ line: 7, column: 3, length: 2 }) as unknown }),
  ]);
});

test('what has the extension and is none of these files is left alone', async () => {
  expect(await findTableReader(fileOf('1:go'))).toBe(timeSeriesFile);
  expect(await findTableReader(temporaryFile(header.join('\n'), '.txt'))).toBe(timeSeriesFile);
  expect(await findTableReader(temporaryFile('import { x } from "y";\n@Component()\nclass A {}\n', '.ts'))).toBe(
    undefined,
  );
});

describe('an error says where and the way out:', () => {
  test.each([
    ['no data', ['@problemName x', '@classLabel false'], ': has no @data line; sequences stand under one'],
    ['no sequences', [...header, ''], ': has no sequences under @data'],
    ['an empty sequence', [...header, '1:1:go', ':  :go'], ':7: the sequence has no values'],
    ['a channel less', [...header, '1:1:go', '1:go'], ':7: the sequence has 1 channels, the first has 2'],
    [
      'a label of another file',
      [...header, '1:sotp'],
      ":6: the label 'sotp' is none of @classLabel, which names 'stop'",
    ],
    [
      'time stamps',
      ['@problemName x', '@timeStamps true', '@data', '(0,1):a'],
      ':2: sequences with time stamps are not read',
    ],
    ['a line above', ['@problemName x', '1,2,3:a'], ':2: the line is no part of a header'],
    ['more channels than can be', [...header, `${'1:'.repeat(10_001)}go`], ':6: the sequence has 10001 channels'],
  ])('%s', async (_, lines, message) => {
    const file = temporaryFile(lines.join('\n'), '.ts');
    await expect(readTable(file)).rejects.toThrow(`${file}${message}`);
    await expect(readTable(file)).rejects.toBeInstanceOf(InputError);
  });
});

test('a sequence of a million values is read', async () => {
  const table = await readTable(fileOf(`${'0.125,'.repeat(999_999)}1:go`, '1:stop'));
  expect(table.rows).toBe(1_000_001);
  expect(table.lineOf(999_999)).toBe(6);
});
