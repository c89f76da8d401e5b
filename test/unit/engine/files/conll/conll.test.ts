import { describe, expect, test } from 'vitest';
import { InputError } from '../../../../../engine/errors.ts';
import { findTexts } from '../../../../../engine/files/columns/findColumn.ts';
import { conll } from '../../../../../engine/files/conll/conll.ts';
import { readTable } from '../../../../../engine/files/readTable.ts';
import { delimited } from '../../../../../engine/files/rows/delimited.ts';
import { findTableReader } from '../../../../../engine/files/tableReaders.ts';
import { temporaryFile } from '../temporaryFile.ts';

const read = (lines: readonly string[], extension = '.conll') => readTable(temporaryFile(lines.join('\n'), extension));

const rowsOf = async (lines: readonly string[], columns: readonly string[], extension = '.conll') => {
  const table = await read(lines, extension);
  return Array.from({ length: table.rows }, (_, row) => columns.map((name) => findTexts(table, name).at(row)));
};

const conlluLine = (id: string, form: string, upos: string): string => `${id}\t${form}\t_\t${upos}\t_\t_\t0\t_\t_\t_`;

test('CoNLL-U: words are rows with the number of their sentence; ranges, empty nodes and comments are counted and left out', async () => {
  const table = await read(
    [
      '# sent_id = 1',
      '# text = du bist _',
      conlluLine('1-2', "du's", '_'),
      conlluLine('1', 'du', 'PRON'),
      conlluLine('2', 'bist', 'VERB'),
      conlluLine('2.1', 'nie', 'ADV'),
      conlluLine('3', '_', 'PUNCT'),
      '',
      '',
      '# text = New York',
      `${conlluLine('1', 'New York', 'PROPN')}\r`,
      conlluLine('2', '#', '_'),
      '',
    ],
    '.conllu',
  );
  expect(table.columns.map(({ name }) => name)).toEqual(
    'sentence id form lemma upos xpos feats head deprel deps misc'.split(' '),
  );
  const rows = Array.from({ length: table.rows }, (_, row) =>
    ['sentence', 'form', 'upos'].map((name) => findTexts(table, name).at(row)),
  );
  expect(rows).toEqual([
    ['1', 'du', 'PRON'],
    ['1', 'bist', 'VERB'],
    // An underscore is a word, and elsewhere no value.
    ['1', '_', 'PUNCT'],
    ['2', 'New York', 'PROPN'],
    ['2', '#', ''],
  ]);
  expect(table).toMatchObject({ comments: 3, isDelimited: false });
  expect(table.format.hasCells).toBe(false);
  expect(table.notes).toEqual([
    '1 line of several words is left out: the words stand in lines of their own.',
    '1 empty node is left out: no word stands there in the text.',
  ]);
  expect([0, 2, 3, 4].map(table.lineOf)).toEqual([4, 7, 11, 12]);
});

test('columns between spaces or tabs: the first is the token, the last its tag; -DOCSTART- is no token, # may be one', async () => {
  const spaced = ['-DOCSTART- -X- O', '', '# a comment here', 'EU NNP B-ORG', '# NN O', ' ', 'Peter  NNP\tB-PER', ''];
  expect(await rowsOf(spaced, ['sentence', 'token', 'column2', 'tag'])).toEqual([
    ['1', 'EU', 'NNP', 'B-ORG'],
    ['1', '#', 'NN', 'O'],
    ['2', 'Peter', 'NNP', 'B-PER'],
  ]);
  expect((await read(spaced)).notes).toEqual([
    '1 line -DOCSTART- is left out: a document begins there, and no word stands there.',
  ]);
  expect(await rowsOf(['#\tO', 'a b\tB-X', '', '# no token', '#\tO'], ['sentence', 'token', 'tag'])).toEqual([
    ['1', 'a b', 'B-X'],
    ['2', '#', 'O'],
  ]);
});

test('a comment of CoNLL-U Plus names the columns', async () => {
  const lines = ['# global.columns = ID FORM NER', '1\tParis\tB-LOC', '1-2\tx\t_', '2\t.\tO'];
  expect(await rowsOf(lines, ['sentence', 'form', 'ner'])).toEqual([
    ['1', 'Paris', 'B-LOC'],
    ['1', '.', 'O'],
  ]);
});

test('a sentence of a million tokens is one', async () => {
  const lines = Array.from({ length: 1e6 }, (_, index) => `w${index % 500} T${index % 3}`);
  const table = await read(lines);
  expect([table.rows, findTexts(table, 'sentence').at(999_999), findTexts(table, 'token').at(999_999)]).toEqual([
    ...[1e6, '1', 'w499'],
  ]);
});

describe('texts of other extensions', () => {
  const readerOf = (lines: readonly string[]) => findTableReader(temporaryFile(lines.join('\n'), '.txt'));
  const tagged = ['EU B-ORG', 'says O', '', 'Peter B-PER', 'came O', '', ''];
  test.each([
    ['blocks of tokens with tags', tagged, conll],
    ['CoNLL-U', [conlluLine('1', 'a', 'DET'), '', '# text = b', conlluLine('1', 'b', 'NOUN'), ''], conll],
    ['one block', ['EU B-ORG', 'says O', 'no O', 'to O', 'all O', ''], undefined],
    ['a poem of two words a line', ['red rose', 'blue sky', '', 'sweet days', 'gone by', '', ''], undefined],
    ['lines of a label, a tab and a text', Array.from({ length: 9 }, (_, row) => `ham\thello there ${row}`), delimited],
    ['lines of unlike width', ['EU B-ORG', 'says it O', '', 'Peter B-PER', ''], undefined],
  ])('%s', async (_, lines, reader) => {
    expect(await readerOf(lines)).toBe(reader);
  });
});

describe('an error says where and the way out:', () => {
  test.each([
    ['a column too few', ['EU NNP O', 'says O'], '.conll', ':2: the line has 2 columns where those above have 3'],
    ['no column beside the token', ['EU', 'says'], '.conll', ":1: 'EU' stands alone in its line"],
    ['a number that is none', [conlluLine('one', 'a', 'DET')], '.conllu', ":1:1: 'one' is no number of a word"],
    ['spaces in CoNLL-U', ['1 a a DET'], '.conllu', ':1: the line has 4 columns where CoNLL-U has 10, between tabs'],
    ['no token', ['# text = a', '', ' '], '.conllu', ': has no tokens, only comments or blank lines'],
  ])('%s', async (_, lines, extension, message) => {
    const file = temporaryFile(lines.join('\n'), extension);
    await expect(readTable(file)).rejects.toThrow(`${file}${message}`);
    await expect(readTable(file)).rejects.toBeInstanceOf(InputError);
  });

  test('what is not UTF-8, with its place', async () => {
    const file = temporaryFile(
      Buffer.concat([Buffer.from('EU O\nsa'), Buffer.of(0x81), Buffer.from('ys O\n')]),
      '.conll',
    );
    await expect(readTable(file)).rejects.toThrow(`${file}:2:3: is not UTF-8 here`);
  });
});
