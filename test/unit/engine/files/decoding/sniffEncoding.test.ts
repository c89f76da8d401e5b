import { describe, expect, test } from 'vitest';
import { readDecodedChunks, readUtf8Chunks } from '../../../../../engine/files/decoding/decodedChunks.ts';
import { readTable } from '../../../../../engine/files/readTable.ts';
import { looksLikeWindows1252, sniffEncoding } from '../../../../../engine/files/decoding/sniffEncoding.ts';
import { temporaryFile } from '../temporaryFile.ts';

const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16();
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const text = `n,stra\u00dfe\n${'1,caf\u00e9 \u{1f600}\r\n2,bar\r\n'.repeat(100)}`;
const read = async (bytes: Buffer, told = {}): Promise<string> => {
  let all = '';
  const file = temporaryFile(bytes);
  for await (const piece of readDecodedChunks(file, readUtf8Chunks(file, told))) all += piece;
  return all;
};

describe('UTF-16', () => {
  test.each([
    ['with a mark', utf16(`\ufeff${text}`)],
    ['without a mark', utf16(text)],
    ['with a mark, the high byte first', swapped(utf16(`\ufeff${text}`))],
    ['without a mark, the high byte first', swapped(utf16(text))],
  ])('%s is read', async (_, bytes) => {
    expect(await read(bytes)).toBe(text);
    const table = await readTable(temporaryFile(bytes));
    expect([table.rows, table.columns.map(({ name }) => name)]).toEqual([200, ['n', 'stra\u00dfe']]);
    expect(table.notes[0]).toMatch(/^The file is UTF-16/);
  });

  test('is read wherever a chunk of a megabyte ends: in a character of two units, or in a line break', async () => {
    for (let shift = 0; shift < 4; shift++) {
      const long = `${'x'.repeat((1 << 19) - 2 - shift)}\u{1f600}\r\nend\r`;
      expect(await read(utf16(`\ufeff${long}`))).toBe(long);
    }
  });

  test('with a character 0 is a binary file', async () => {
    await expect(read(utf16(`\ufeff${text}\0`))).rejects.toThrow('is a binary file');
  });
});

describe('Windows-1252', () => {
  const western = Buffer.from('name;price\nJos\xe9;5 \x80\nZo\xeb;7 \x80\n', 'latin1');

  test('is read in tables and pointed out, also where its letters come late', async () => {
    const table = await readTable(temporaryFile(western));
    expect(table.columns[0]).toMatchObject({ categories: ['Jos\u00e9', 'Zo\u00eb'] });
    expect(table.columns[1]).toMatchObject({ type: 'number', writing: { after: ' \u20ac' } });
    expect(table.notes[0]).toMatch(/^The file is not UTF-8 and is read as Windows-1252/);
    const late = Buffer.concat([Buffer.from(`name;price\n${'Jane;3\n'.repeat(200_000)}`), western.subarray(11)]);
    expect((await readTable(temporaryFile(late))).columns[0]).toMatchObject({
      categories: ['Jane', 'Jos\u00e9', 'Zo\u00eb'],
    });
  });

  test('is found where a file ends with one of its letters', async () => {
    expect(await read(Buffer.from('un caf\xe9', 'latin1'))).toBe('un caf\u00e9');
  });

  test('is no guess where nobody can be told', async () => {
    let all = '';
    const reading = async (): Promise<void> => {
      for await (const piece of readDecodedChunks(temporaryFile(western))) all += piece;
    };
    await expect(reading()).rejects.toThrow('is not UTF-8 here');
    expect(all).toBe('');
  });

  test.each([
    ['letters beside letters', 'Jos\xe9 Zo\xeb', true],
    ['quotes and dashes', '\x93so\x94 \x96 5\xb0', true],
    ['letters that stand alone', '5,\xe9,6', false],
    ['words of one letter among others', 'il a \xe0 r\xeaver', true],
    ['more letters alone than within words', 'caf\xe9 \xe9 \xe8', false],
    ['what is UTF-8 in part', 'caf\xc3\xa9 Jos\xe9', false],
    ['what begins a character of UTF-8 at the end', 'abc\xe6\xbc', false],
    ['what Windows-1252 has not', 'a\x81b', false],
    ['plain letters', 'abc', false],
  ])('%s: %j', (_, bytes, isSo) => {
    expect(looksLikeWindows1252(Buffer.from(bytes, 'latin1'))).toBe(isSo);
  });
});

test('UTF-8 and what is nothing of these are not taken for UTF-16', () => {
  expect(sniffEncoding(Buffer.from('a,b\n'))).toBe('utf-8');
  expect(sniffEncoding(Buffer.from('\ufeffa'))).toBe('utf-8');
  expect(sniffEncoding(Buffer.alloc(100))).toBe('utf-8');
});
