import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../engine/compute/random.ts';
import { InputError } from '../../../../engine/errors.ts';
import { findTexts } from '../../../../engine/files/columns/findColumn.ts';
import { readTable } from '../../../../engine/files/readTable.ts';
import { findTableReader } from '../../../../engine/files/tableReaders.ts';
import { jsonLines } from '../../../../engine/files/jsonLines.ts';
import { delimited } from '../../../../engine/files/rows/delimited.ts';
import { temporaryFile } from './temporaryFile.ts';

const read = (lines: readonly string[], extension = '.jsonl') => readTable(temporaryFile(lines.join('\n'), extension));

test('objects of texts, numbers, booleans and null, a line each, are a table of their keys in order', async () => {
  const table = await read([
    '{"text":"Hello, \\"you\\"\\nthere","label":"ham","size":2.5,"seen":true}',
    '{"label":"spam","size":-1e3,"text":"漢字 😀\\u00e9","seen":null}',
    '',
    '{"text":" blank ","seen":false,"day":"2024-02-29"}\r',
  ]);
  expect(table.rows).toBe(3);
  expect(table.columns.map(({ name, type, missing }) => [name, type, missing])).toEqual([
    ['text', 'category', 0],
    ['label', 'category', 1],
    ['size', 'number', 1],
    ['seen', 'category', 1],
    ['day', 'timestamp', 2],
  ]);
  const rows = [0, 1, 2].map((row) => table.columns.map(({ name }) => findTexts(table, name).at(row)));
  expect(rows).toEqual([
    ['Hello, "you"\nthere', 'ham', '2.5', 'true', ''],
    ['漢字 😀é', 'spam', '-1000', '', ''],
    [' blank ', '', '', 'false', '2024-02-29'],
  ]);
  expect([0, 1, 2].map(table.lineOf)).toEqual([1, 2, 4]);
  expect(table.notes).toEqual(['1 blank line between rows is no row and left out (line 3).']);
});

test('blank lines between objects are counted aloud, those above and below them are no gaps', async () => {
  const line = '{"a":1}';
  const notes = async (...lines: readonly string[]) => (await read(lines)).notes;
  expect(await notes('', line, line, '', '  ', '')).toEqual([]);
  expect(await notes('', line, '', ' \r', line, '', line, '')).toEqual([
    '3 blank lines between rows are no rows and left out (the first is line 3).',
  ]);
  const many = Array.from({ length: 40_000 }, () => [line, '']).flat();
  expect((await notes(...many))[0]).toMatch(/^39999 blank lines .* line 2\)/);
});

test('thousands of lines with keys that come and go are read as they were written, whatever is in them', async () => {
  const random = createRandom(8);
  const letters = ['a', 'b', ' ', '\t', '\n', '\r', '"', '\\', '{', '}', '[', ']', ':', ',', 'é', '漢', '😀', '\u2028'];
  const text = () => Array.from({ length: random.integer(60) }, () => letters[random.integer(letters.length)]).join('');
  const objects = Array.from({ length: 9000 }, (_, row) => ({
    ...(random.next() < 0.9 && { text: `${row} ${text()}` }),
    ...(row > 4000 && { late: `late ${text()}x` }),
    label: row % 3,
  }));
  const table = await read(objects.map((object) => JSON.stringify(object)));
  const column = (name: 'text' | 'late') => objects.map((object) => object[name] ?? '');
  expect(table.columns.map(({ name }) => name)).toEqual(['text', 'label', 'late']);
  expect(findTexts(table, 'text').read(0, 9000)).toEqual(column('text'));
  expect(findTexts(table, 'late').read(0, 9000)).toEqual(column('late'));
  expect(table.columns[2]?.missing).toBe(4001);
  expect(findTexts(table, 'label').at(8999)).toBe('2');
});

test('a text of a million characters is a cell', async () => {
  const long = '漢"'.repeat(5e5);
  const table = await read([JSON.stringify({ text: 'short' }), JSON.stringify({ text: long })]);
  expect(findTexts(table, 'text').at(1) === long).toBe(true);
});

describe('an error says where and the way out:', () => {
  const deep = `{"a":${'['.repeat(1e5)}`;
  test.each([
    ['an object as a value', ['{"a":1}', '{"a":2,"b":  {"c":1}}'], ':2:14: the value of "b" is an object or a list'],
    ['a list as a value', ['{"a":[1]}'], ':1:6: the value of "a" is an object or a list'],
    ['a list', ['{"a":1}', ' [1,2]'], ':2:2: the line is no object; write {"name": value, …} in each line'],
    ['a number', ['{"a":1}', '', '7'], ':3:1: the line is no object'],
    ['a line that is cut', ['{"a":1}', '{"a":"x'], ':2:6: the line is broken JSON from here on'],
    ['a line of several', ['{', '"a":1}'], ':1:2: the line is broken JSON from here on'],
    ['a comma too many', ['{"a":1,}'], ':1:8: the line is broken JSON'],
    ['what never ends', [deep], ':1:6: the value of "a" is an object or a list'],
    ['no line', ['', ' '], ': has no rows, only blank lines; add an object a line'],
    ['an empty object', ['{}'], ': has no keys'],
  ])('%s', async (_, lines, message) => {
    const file = temporaryFile(lines.join('\n'), '.jsonl');
    await expect(readTable(file)).rejects.toThrow(`${file}${message}`);
    await expect(readTable(file)).rejects.toBeInstanceOf(InputError);
  });

  test('a number that is none, at its value', async () => {
    const lines = Array.from({ length: 30 }, (_, row) => `{"t":"${row}\\n","x":${row}}`);
    const table = await read([...lines, '{"x": "oops", "t":"a"}']);
    expect(table.columns[1]?.problems[0]).toMatchObject({ place: { line: 31, column: 7, length: 6 } });
  });
});

test.each([
  ['.jsonl', '7\n', jsonLines],
  ['.ndjson', '', jsonLines],
  ['.json', '{"a":1}\n{"a":2}\n', jsonLines],
  ['.json', '{\n"a":1}\n', undefined],
  ['.json', '[\n1,\n2,\n3,\n4,\n5]\n', undefined],
  ['.txt', '{"a":1}\n{"a":2}\n{"a":', jsonLines],
  ['.txt', '{"a":1}\n{"a":[2]}\n', undefined],
  ['.txt', 'x y\n1 2\n', undefined],
  ['.txt', 'x\ty\n1\t2\n3\t4\na\tb\nc\td\n', delimited],
  ['.csv', '{"a":1}\n{"a":2}\n', delimited],
  ['.md', '{"a":1}\n{"a":2}\n', undefined],
])('a file %s of %j has its reader', async (extension, content, reader) => {
  expect(await findTableReader(temporaryFile(content, extension))).toBe(reader);
});
