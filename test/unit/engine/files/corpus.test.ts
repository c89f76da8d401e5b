import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TextPath, nameInCorpus, readCorpusChunks, textsOfFolder } from '../../../../engine/files/corpus.ts';
import type { ToldText } from '../../../../engine/files/decoding/describeEncoding.ts';
import { dataKey, identifyData } from '../../../../engine/files/dataIdentity.ts';
import { findChangedFile, fingerprintData } from '../../../../engine/runs/fingerprint.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-corpus-'));
  await mkdir(join(folder, 'plays', '.cache'), { recursive: true });
  const texts: Record<string, string> = {
    'b.txt': 'second\nline',
    'B.txt': '\ufefffirst\n',
    'plays/a.MD': 'third',
    'plays/.cache/x.txt': 'hidden',
    '.notes.txt': 'hidden',
    'plays/table.csv': 'a,b\n1,2\n',
    'empty.txt': '',
  };
  for (const [name, text] of Object.entries(texts)) await writeFile(join(folder, name), text);
});
afterEach(() => rm(folder, { recursive: true }));

const read = async (path: TextPath): Promise<string> => {
  let text = '';
  for await (const chunk of readCorpusChunks(path)) text += chunk.toString('utf8');
  return text;
};

test('the texts of a folder follow one another by their names, each from a line of its own on', async () => {
  const found = (await textsOfFolder(folder)) ?? [];
  expect(found.map((path) => nameInCorpus(folder, path))).toEqual(['B.txt', 'b.txt', 'plays/a.MD']);
  expect(await read(folder)).toBe('first\nsecond\nline\nthird');
  expect(await read(join(folder, 'b.txt'))).toBe('second\nline');
  expect(await textsOfFolder(join(folder, 'b.txt'))).toBeUndefined();
});

test('several files are one text in the order in which they are named, folders among them by theirs', async () => {
  expect(await read([join(folder, 'b.txt'), join(folder, 'plays'), join(folder, 'B.txt')])).toBe(
    'second\nline\nthird\nfirst\n',
  );
});

test('a folder that leads to itself is read once, and one without texts says what would be some', async () => {
  await symlink(folder, join(folder, 'plays', 'again.txt'), 'junction');
  expect(await read(folder)).toBe('first\nsecond\nline\nthird');
  await expect(textsOfFolder(join(folder, 'plays', '.cache', '..', '.cache'))).resolves.toHaveLength(1);
  await mkdir(join(folder, 'none'));
  await expect(textsOfFolder(join(folder, 'none'))).rejects.toThrow('is a folder without texts (.txt, .text, .md)');
});

test('each text is read as it is encoded, unless one encoding is asked for', async () => {
  await writeFile(join(folder, 'c.txt'), Buffer.from('caf\xe9', 'latin1'));
  await writeFile(join(folder, 'plays', 'd.txt'), Buffer.from('\ufeffé', 'utf16le'));
  const told: ToldText[] = [];
  let text = '';
  for await (const chunk of readCorpusChunks(folder, undefined, told)) text += chunk.toString('utf8');
  expect(text).toBe('first\nsecond\nline\ncafé\nthird\né');
  expect(told).toEqual([
    { name: 'B.txt', told: { encoding: 'utf-8' } },
    { name: 'b.txt', told: { encoding: 'utf-8' } },
    { name: 'c.txt', told: { encoding: 'windows-1252' } },
    { name: 'plays/a.MD', told: { encoding: 'utf-8' } },
    { name: 'plays/d.txt', told: { encoding: 'utf-16le' } },
  ]);
  const asked: string[] = [];
  for await (const chunk of readCorpusChunks(join(folder, 'c.txt'), 'windows-1251')) asked.push(chunk.toString('utf8'));
  expect(asked).toEqual(['cafй']);
});

test('a text that is none says its own place', async () => {
  await writeFile(join(folder, 'plays', 'c.txt'), Buffer.from('ok\nna\x81ve', 'latin1'));
  await expect(read(folder)).rejects.toThrow(`${join(folder, 'plays', 'c.txt')}:2:3: is not UTF-8 here`);
});

test('another content, a new text and one that is gone make another corpus, and what else changes does not', async () => {
  const [identity, fingerprint] = [await identifyData(folder), await fingerprintData(folder)];
  expect(identity.size).toBe(BigInt('\ufefffirst\n'.length + 2 + 'second\nline'.length + 'third'.length + 3));
  await writeFile(join(folder, 'plays', 'table.csv'), 'a,b\n1,3\n');
  expect(dataKey(await identifyData(folder))).toBe(dataKey(identity));
  expect(await fingerprintData(folder)).toEqual(fingerprint);
  const changeOf = async (): Promise<string | undefined> =>
    findChangedFile(folder, fingerprint, await fingerprintData(folder));
  const name = folder.split(/[\\/]/).at(-1) ?? '';
  await writeFile(join(folder, 'plays', 'a.MD'), 'THIRD');
  await utimes(join(folder, 'plays', 'a.MD'), 1, 1);
  expect(await changeOf()).toBe(`${name}/plays/a.MD`);
  expect(dataKey(await identifyData(folder))).not.toBe(dataKey(identity));
  await writeFile(join(folder, 'c.txt'), 'new');
  expect(await changeOf()).toBe(name);
});
