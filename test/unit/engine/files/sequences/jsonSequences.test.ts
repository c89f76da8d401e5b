import { describe, expect, test } from 'vitest';
import { InputError } from '../../../../../engine/errors.ts';
import type { NumberColumn } from '../../../../../engine/files/columns/column.ts';
import { jsonLines } from '../../../../../engine/files/jsonLines.ts';
import { readTable, type Table } from '../../../../../engine/files/readTable.ts';
import { jsonSequences } from '../../../../../engine/files/sequences/jsonSequences.ts';
import { findTableReader } from '../../../../../engine/files/tableReaders.ts';
import { temporaryFile } from '../temporaryFile.ts';

const read = (...lines: readonly string[]): Promise<Table> => readTable(temporaryFile(lines.join('\n'), '.jsonl'));
const numbersOf = (table: Table, name: string): number[] => [
  ...(table.columns.find((column) => column.name === name) as NumberColumn).values,
];

test('every step is a row with its sequence, its values and what else the object holds', async () => {
  const table = await read(
    '{"sequence":[[1,2],[3,null]],"label":"a"}',
    '',
    '{"who":"eve","label":"b","sequence":[[5,6]]}',
    '{"sequence":[[7,8],[9,10],[11,1e2]],"label":null}',
  );
  expect(table.columns.map(({ name, role }) => [name, role])).toEqual([
    ['sequence', 'sequence'],
    ['channel1', 'value'],
    ['channel2', 'value'],
    ['label', 'label'],
    ['who', undefined],
  ]);
  expect(numbersOf(table, 'sequence')).toEqual([1, 1, 2, 3, 3, 3]);
  expect(numbersOf(table, 'channel2')).toEqual([2, NaN, 6, 8, 10, 100]);
  expect([0, 1, 2, 3, 5].map(table.lineOf)).toEqual([1, 1, 3, 4, 4]);
  expect(table.notes).toEqual(['1 blank line between rows is no row and left out (line 2).']);
  const [label, who] = table.columns.slice(3);
  expect([label?.missing, who?.missing]).toEqual([3, 5]);
});

test('a flat list is one channel', async () => {
  const table = await read('{"sequence":[1,2.5,-3],"label":0}', '{"sequence":[4],"label":1}');
  expect(numbersOf(table, 'value')).toEqual([1, 2.5, -3, 4]);
  expect(numbersOf(table, 'label')).toEqual([0, 0, 0, 1]);
});

test.each(['label', 'labels'])('a list under %s holds a label for each step, null where there is none', async (key) => {
  const table = await read(`{"sequence":[1,2,3],"${key}":["up",null,"down"]}`, `{"sequence":[4],"${key}":"up"}`);
  const label = table.columns.find(({ role }) => role === 'label');
  expect(label?.name).toBe(key);
  expect(label?.type === 'category' && [0, 1, 2, 3].map((row) => label.texts.at(row))).toEqual([
    'up',
    '',
    'down',
    'up',
  ]);
});

test.each([
  ['.jsonl', '{"sequence":[1],"label":0}', jsonSequences],
  ['.json', '{"label":"x", "sequence": [[1]]}\n{}', jsonSequences],
  ['.txt', `{"label":"x","sequence":[${'1,'.repeat(100_000)}1]}`, jsonSequences],
  ['.jsonl', '{"sequence":"ACGT","label":0}', jsonLines],
  ['.jsonl', '{"a":1}\n{"sequence":[1]}', jsonLines],
])('a file %s of %j has its reader', async (extension, content, reader) => {
  expect(await findTableReader(temporaryFile(content, extension))).toBe(reader);
});

describe('an error says where and the way out:', () => {
  const good = '{"sequence":[[1,2]],"label":0}';
  test.each([
    ['a broken line', [good, '{"sequence":[[1,2],],"label":0}'], ':2:20: the line is broken JSON'],
    ['a line that is cut', [good, '{"sequence":[[1,2]'], ':2:19: the line is broken JSON'],
    ['no sequence', [good, '{"label":0}'], ":2: there is no 'sequence'; write"],
    ['a text for one', [good, '{"sequence":"abc"}'], ":2: 'sequence' is no list"],
    ['a list', [good, '[[1,2]]'], ':2: the line is no object'],
    ['an empty one', [good, '', '{"sequence":[]}'], ':3: the sequence is empty'],
    ['steps of no values', ['{"sequence":[[],[]]}'], ':1: a step has 0 values'],
    [
      'a step of another size',
      [good, '{"sequence":[[1,2],[3]]}'],
      ':2: step 2 of the sequence has 1 values, the first step of the file 2',
    ],
    ['a word for a value', [good, '{"sequence":[[1,"x"]]}'], ':2: step 1 of the sequence is neither a number nor'],
    ['lists in lists', ['{"sequence":[[[1]]]}'], ':1: step 1 of the sequence is neither'],
    [
      'labels for some steps',
      ['{"sequence":[1,2],"label":["a","b"]}', '{"sequence":[1,2,3],"label":["a","b"]}'],
      ':2: the list under "label" has 2 labels for 3 steps; give each step one',
    ],
    ['lists as labels', ['{"sequence":[1],"labels":[["a"]]}'], ':1: the value of "labels" is an object or a list'],
    ['another list', ['{"sequence":[1,2],"who":["a","b"]}'], ':1: the value of "who" is an object or a list'],
    ['what is too deep', [`{"sequence":[1],"a":${'['.repeat(1e5)}`], ':1: the line is broken JSON'],
  ])('%s', async (_, lines, message) => {
    const file = temporaryFile(lines.join('\n'), '.jsonl');
    await expect(readTable(file)).rejects.toThrow(`${file}${message}`);
    await expect(readTable(file)).rejects.toBeInstanceOf(InputError);
  });
});
