import { expect, test } from 'vitest';
import { readNormalisedChunks, symbolAt, symbolLength } from '../../../../engine/encoding/textBytes.ts';
import { temporaryFile } from '../files/temporaryFile.ts';

test('symbols of one to four bytes, the first and the last of each length, are read as JavaScript reads them', () => {
  const symbols = [0x01, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff];
  const bytes = Buffer.from(String.fromCodePoint(...symbols));
  const read: number[] = [];
  for (let at = 0; at < bytes.length; at += symbolLength(bytes[at] ?? 0)) read.push(symbolAt(bytes, at));
  expect(read).toEqual(symbols);
});

test('CRLF becomes LF and letters lower case where that is said, whatever a chunk of a megabyte cuts', async () => {
  for (let shift = 0; shift < 5; shift++) {
    const text = `${'x'.repeat((1 << 20) - 3 + shift)}\r\n漢É\r\ry\r`;
    const read = async (lowercase: boolean): Promise<string> => {
      const pieces: string[] = [];
      for await (const bytes of readNormalisedChunks(temporaryFile(text, '.txt'), { lowercase }))
        pieces.push(bytes.toString());
      return pieces.join('').replace(/^x+/, '');
    };
    expect(await read(false)).toBe('\n漢É\r\ry\r');
    expect(await read(true)).toBe('\n漢é\r\ry\r');
  }
});
