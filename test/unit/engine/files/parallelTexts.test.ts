import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dataKey, identifyData } from '../../../../engine/files/dataIdentity.ts';
import { findTexts } from '../../../../engine/files/columns/findColumn.ts';
import { readTable } from '../../../../engine/files/readTable.ts';
import { findTableReader } from '../../../../engine/files/tableReaders.ts';
import { whileUnchanged } from '../../../../engine/files/whileUnchanged.ts';
import { inspectFile } from '../../../../engine/tasks/inspectFile.ts';
import { completeFile } from '../tasks/completeFile.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rnn-parallel-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Writes files and returns the path of the first. */
const write = (files: Readonly<Record<string, string | Uint8Array>>): string => {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return join(folder, Object.keys(files)[0] ?? '');
};

const german = ['Ein Mann, der "ruft".', '', '# Zwei Hunde; drei\tKatzen'];
const english = ['A man shouting.', 'Nobody', 'Two dogs, three cats'];
const cells = async (file: string): Promise<unknown> => {
  const table = await readTable(file);
  return table.columns.map(({ name }) => [
    name,
    Array.from({ length: table.rows }, (_, row) => findTexts(table, name).at(row)),
  ]);
};

describe('texts that are named alike but for their language', () => {
  test.each([
    ['train.de', 'train.en', 'de', 'en'],
    ['train.EN', 'train.de', 'EN', 'de'],
    ['corpus.v7.src', 'corpus.v7.tgt', 'src', 'tgt'],
    ['a b.de.txt', 'a b.fr.txt', 'de', 'fr'],
  ])('%s and %s are two columns, the named one first, each line a cell whatever is in it', async (one, other, a, b) => {
    const file = write({ [one]: `${german.join('\n')}\n`, [other]: english.join('\r\n'), [`other.${b}`]: 'x' });
    expect(await cells(file)).toEqual([
      [a, german],
      [b, english],
    ]);
    const table = await readTable(file);
    expect(table.notes).toEqual([`It is read together with ${other}, line by line.`]);
    expect([0, 2].map((row) => table.lineOf(row))).toEqual([1, 3]);
  });

  test('three of them are three columns, of many lines too', async () => {
    const lines = (language: string) =>
      Array.from({ length: 30_000 }, (_, row) => `${language} ${row}`.repeat(1 + (row % 7)));
    const file = write({
      'x.de': lines('de').join('\n'),
      'x.fr': lines('fr').join('\n'),
      'x.en': lines('en').join('\n'),
    });
    expect(await cells(file)).toEqual(['de', 'en', 'fr'].map((language) => [language, lines(language)]));
  });

  test('are proposed to be translated, from the file that is named to the other one', async () => {
    const lines = (word: string) => Array.from({ length: 60 }, (_, row) => `${word} number ${row} of all`).join('\n');
    write({ 'train.de': lines('ein'), 'train.en': lines('one') });
    for (const [name, source, target] of [
      ['train.de', 'de', 'en'],
      ['train.en', 'en', 'de'],
    ] as const) {
      const file = join(folder, name);
      expect(await inspectFile(file, {})).toMatchObject({ kind: 'table', proposedTask: 'translation', rows: 60 });
      const { config, problems } = await completeFile(file, {});
      expect(problems).toEqual([]);
      expect(config.data).toMatchObject({ source, target, unit: 'words', targetUnit: 'words' });
    }
  });

  test.each([
    [3, 4],
    [4, 3],
    [1, 2],
    [40_000, 39_999],
  ])('with %d and %d lines are refused with both numbers', async (own, others) => {
    const lines = (count: number) => 'a word\n'.repeat(count);
    const file = write({ 'train.de': lines(own), 'train.en': lines(others) });
    await expect(readTable(file)).rejects.toThrow(
      `${file}: has ${own === 1 ? '1 line' : `${own} lines`}, and train.en beside it ${others}: line n of the one belongs to line n of the other`,
    );
  });

  test('what is no UTF-8 in the other file is told with its line and byte there', async () => {
    const file = write({ 'train.de': 'a\nb\n', 'train.en': Buffer.from('a\n\xe9\n', 'latin1') });
    await expect(readTable(file)).rejects.toThrow(`${join(folder, 'train.en')}:2:1: is not UTF-8 here, at byte 2`);
  });

  test('belong together: a change of the other one is one of the data, also while they are read', async () => {
    const file = write({ 'train.de': 'a\n', 'train.en': 'b\n' });
    const before = await identifyData(file);
    expect([...before.beside.keys()]).toEqual([join(folder, 'train.en')]);
    const changed = whileUnchanged(file, () => {
      write({ 'train.en': 'longer\n' });
      return Promise.resolve();
    });
    await expect(changed).rejects.toThrow('train.en: grew from 2 to 7 bytes while it was read');
    expect(dataKey(await identifyData(file))).not.toBe(dataKey(before));
  });
});

describe('a text alone', () => {
  test('is a text, whatever its name, and beside others that are none of its languages', async () => {
    mkdirSync(join(folder, 'train.en'));
    const file = write({ 'train.de': 'a\n', 'train.de.bak': 'b\n', 'other.en': 'c\n', 'train.txt': 'd\n' });
    expect(await findTableReader(file)).toBeUndefined();
    expect((await identifyData(file)).beside.size).toBe(0);
  });

  test('is a column of its language where a table is asked for, as a model that translates does', async () => {
    expect(await cells(write({ 'new.de': 'Ein Hund, ein Kind\nZwei\n' }))).toEqual([
      ['de', ['Ein Hund, ein Kind', 'Zwei']],
    ]);
  });
});
