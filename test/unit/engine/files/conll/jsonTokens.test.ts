import { describe, expect, test } from 'vitest';
import { InputError } from '../../../../../engine/errors.ts';
import { findTexts } from '../../../../../engine/files/columns/findColumn.ts';
import { jsonTokens } from '../../../../../engine/files/conll/jsonTokens.ts';
import { jsonLines } from '../../../../../engine/files/jsonLines.ts';
import { readTable } from '../../../../../engine/files/readTable.ts';
import { findTableReader } from '../../../../../engine/files/tableReaders.ts';
import { temporaryFile } from '../temporaryFile.ts';

const read = (lines: readonly string[], extension = '.jsonl') => readTable(temporaryFile(lines.join('\n'), extension));

test('sentences are rows for their tokens, with their number and what the object says of them all', async () => {
  const table = await read([
    '{"id": "a", "tokens": ["Ada", "sings"], "tags": ["NOUN", null]}',
    '',
    '{"tokens": [], "tags": []}',
    '{"tokens": ["1999"], "tags": ["NUM"], "late": true}\r',
    '{"tokens": ["no", "tags"]}',
  ]);
  const columns = ['sentence', 'id', 'tokens', 'tags', 'late'];
  expect(table.columns.map(({ name }) => name)).toEqual(columns);
  const rows = Array.from({ length: table.rows }, (_, row) => columns.map((name) => findTexts(table, name).at(row)));
  expect(rows).toEqual([
    ['1', 'a', 'Ada', 'NOUN', ''],
    ['1', 'a', 'sings', '', ''],
    ['2', '', '1999', 'NUM', 'true'],
    ['3', '', 'no', '', ''],
    ['3', '', 'tags', '', ''],
  ]);
  expect([0, 1, 2, 4].map(table.lineOf)).toEqual([1, 1, 4, 5]);
  expect(table.notes).toEqual([
    '1 blank line between rows is no row and left out (line 2).',
    '1 line without tokens is left out.',
  ]);
});

test.each([
  ['tokens first', '{"tokens": ["a"], "tags": ["b"]}', jsonTokens],
  ['tokens behind other keys', '{"id": 7, "words":["a"]}', jsonTokens],
  ['a text called tokens', '{"tokens": "a b", "label": "x"}', jsonLines],
  ['objects of texts', '{"text": "tokens", "label": "x"}', jsonLines],
])('a file is read by what its first line is: %s', async (_, line, reader) => {
  expect(await findTableReader(temporaryFile(`${line}\n${line}\n`, '.jsonl'))).toBe(reader);
});

test('a line of a million tokens is a sentence', async () => {
  const tokens = Array.from({ length: 1e6 }, (_, index) => `w${index % 700}`);
  const table = await read([JSON.stringify({ tokens, tags: tokens.map((token) => token.slice(0, 2)) })]);
  expect([table.rows, findTexts(table, 'sentence').at(999_999), findTexts(table, 'tags').at(999_999)]).toEqual([
    ...[1e6, '1', 'w3'],
  ]);
});

describe('an error says where and the way out:', () => {
  const good = '{"tokens": ["a"], "tags": ["b"]}';
  test.each([
    ['a broken line', [good, '{"tokens": ["a"], "tags"'], ':2: the line is broken JSON'],
    [
      'lists of unlike lengths',
      ['{"tokens": ["a", "b"], "tags": ["x"]}'],
      ":1: 'tags' has 1 value for 2 tokens in 'tokens'",
    ],
    ['no tokens', [good, '', '{"tags": ["b"]}'], ":3: there is no list of 'tokens'"],
    ['a list in a list', ['{"tokens": ["a"], "tags": [["b"]]}'], ':1: "tags" holds an object or a list in a list'],
    ['no object', [good, '[1]'], ':2: the line is no object'],
    ['nothing but empty lists', ['{"tokens": []}'], ': has no tokens'],
  ])('%s', async (_, lines, message) => {
    const file = temporaryFile(lines.join('\n'), '.jsonl');
    await expect(readTable(file)).rejects.toThrow(`${file}${message}`);
    await expect(readTable(file)).rejects.toBeInstanceOf(InputError);
  });
});
