import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Column, NumberColumn } from '../../../../../engine/files/columns/column.ts';
import { dataKey, identifyData } from '../../../../../engine/files/dataIdentity.ts';
import { readTable, type Table } from '../../../../../engine/files/readTable.ts';
import { findChangedFile, fingerprintData } from '../../../../../engine/runs/fingerprint.ts';
import { inspectFile } from '../../../../../engine/tasks/inspectFile.ts';
import { temporaryFolder } from '../temporaryFile.ts';
import { greyPng, pngBytes } from './pictureBytes.ts';

type Files = Readonly<Record<string, Uint8Array | string>>;

const folderOf = (files: Files): string => {
  const folder = mkdtempSync(join(temporaryFolder, 'pictures-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
};
const columnOf = ({ columns }: Table, wanted: string): Column => columns.find(({ name }) => name === wanted)!;
const numbersOf = (table: Table, name: string): number[] => [...(columnOf(table, name) as NumberColumn).values];
const textsOf = (table: Table, name: string): readonly string[] => {
  const column = columnOf(table, name);
  return 'texts' in column && column.texts ? column.texts.read(0, table.rows) : [];
};
/** A picture of two rows of three. */
const grey = (first: number): Buffer => greyPng(3, [first, first + 1, first + 2, first + 3, first + 4, first + 5]);
const pgm = Buffer.from('P2 3 2 255\n60 61 62 63 64 65\n');

test('pictures in folders have the folders as labels, and come in the order of people', async () => {
  const folder = folderOf({
    'cat/10.png': grey(10),
    'cat/2.png': grey(20),
    'dog/1.pgm': pgm,
    '.hidden/1.png': 'x',
    'cat/notes.txt': 'x',
  });
  const table = await readTable(folder);
  expect(table.columns.map(({ name, role }) => [name, role])).toEqual([
    ['label', 'label'],
    ['picture', 'sequence'],
    ...['pixel1', 'pixel2', 'pixel3'].map((name) => [name, 'value']),
  ]);
  expect(textsOf(table, 'label')).toEqual(['cat', 'cat', 'cat', 'cat', 'dog', 'dog']);
  expect(textsOf(table, 'picture').filter((_, row) => row % 2 === 0)).toEqual(['cat/2.png', 'cat/10.png', 'dog/1.pgm']);
  expect(numbersOf(table, 'pixel2')).toEqual([21, 24, 11, 14, 61, 64]);
  expect([table.pictures, table.lineOf(3)]).toEqual([[2, 3], 2]);
});

test('a file of labels says them by path, by name or by name without its ending', async () => {
  const labels = 'label;file\nsun;a.png\nmoon;b\n"a star";in/c.png\n';
  const folder = folderOf({
    'a.png': grey(1),
    'b.png': grey(2),
    'in/c.png': grey(3),
    'd.png': grey(4),
    'labels.csv': labels,
  });
  const table = await readTable(folder);
  expect(textsOf(table, 'label').filter((_, row) => row % 2 === 0)).toEqual(['sun', 'moon', '', 'a star']);
  expect(table.notes).toEqual(['1 picture has no label.']);
  const other = folderOf({ 'a.png': grey(1), 'labels.csv': 'x,y2\n1,2\n' });
  await expect(readTable(other)).rejects.toThrow("says labels in the columns 'x', 'y2'; call them file and label");
  const strange = folderOf({ 'a.png': grey(1), 'labels.csv': 'file,label\nz.png,b\n' });
  await expect(readTable(strange)).rejects.toThrow('names none of the pictures, the first of which is a.png');
});

test('where one is coloured all are read as colours, and a folder without labels is there to be predicted', async () => {
  const red = pngBytes({ width: 1, height: 1, kind: 2, rows: Uint8Array.of(0, 200, 1, 2) });
  const table = await readTable(folderOf({ 'a.png': greyPng(1, [7]), 'b.png': red }));
  expect(table.columns.map(({ name }) => name)).toEqual(['picture', 'pixel1', 'pixel2', 'pixel3']);
  expect([numbersOf(table, 'pixel1'), numbersOf(table, 'pixel3'), table.pictures]).toEqual([
    [7, 200],
    [7, 2],
    [1, 1, 3],
  ]);
});

test('pictures of unlike sizes are refused by both names, and a damaged one by its own', async () => {
  const folder = folderOf({ 'a/1.png': grey(1), 'b/2.png': greyPng(2, [1, 2, 3, 4]) });
  await expect(readTable(folder)).rejects.toMatchObject({
    message: expect.stringContaining('is 2 × 2 pixels, and a/1.png 3 × 2; bring all pictures to one size') as string,
    place: { file: join(folder, 'b/2.png') },
  });
  const cut = folderOf({ 'a/1.png': grey(1), 'b/2.png': grey(1).subarray(0, 50) });
  await expect(readTable(cut)).rejects.toMatchObject({ place: { file: join(cut, 'b/2.png') } });
});

test('a folder without pictures and texts is refused, and one of more texts than pictures is a text', async () => {
  await expect(inspectFile(folderOf({ 'a.bin': 'x' }), {})).rejects.toThrow(
    'is a folder without texts (.txt, .text, .md) and pictures (PNG, PGM)',
  );
  const texts = folderOf({ 'a.txt': 'One.', 'b.md': 'Two.', 'b.png': grey(1) });
  expect(await inspectFile(texts, {})).toMatchObject({ proposedTask: 'languageModel' });
});

test('a folder is inspected as pictures to classify', async () => {
  const files: Record<string, Uint8Array> = {};
  for (let at = 0; at < 40; at++) files[`${at % 2}/${at}.png`] = grey(at);
  expect(await inspectFile(folderOf(files), {})).toMatchObject({
    ...{ proposedTask: 'classification', rows: 80, bytes: 40 * grey(0).length },
    why: "The rows with the same 'picture' are 40 sequences of up to 2 rows, each with one 'label', of 2 classes.",
  });
});

test('its identity and fingerprint change with any picture, its name and the labels, and with nothing else', async () => {
  const folder = folderOf({ 'a.png': grey(1), 'b.png': grey(2), 'labels.csv': 'file,label\na,x\n', 'notes.txt': '1' });
  const key = async (): Promise<string> => dataKey(await identifyData(folder));
  const [identity, fingerprint] = [await key(), await fingerprintData(folder)];
  writeFileSync(join(folder, 'notes.txt'), '23');
  expect([await key(), await fingerprintData(folder)]).toEqual([identity, fingerprint]);
  utimesSync(join(folder, 'b.png'), 1, 1);
  expect(await key()).not.toBe(identity);
  expect(await fingerprintData(folder)).toEqual(fingerprint);
  writeFileSync(join(folder, 'b.png'), grey(3));
  const changed = await fingerprintData(folder);
  expect(findChangedFile(folder, fingerprint, changed)).toBe(folder.split(/[\\/]/).at(-1));
  rmSync(join(folder, 'labels.csv'));
  expect((await fingerprintData(folder)).sha256).not.toBe(changed.sha256);
});
