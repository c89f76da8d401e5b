import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readDecodedChunks } from '../../../../../engine/files/decoding/decodedChunks.ts';
import { temporaryFile, temporaryFolder } from '../temporaryFile.ts';

const read = async (file: string): Promise<string> => {
  let text = '';
  for await (const piece of readDecodedChunks(file)) text += piece;
  return text;
};

test('a byte order mark is no part of the text', async () => {
  expect(await read(temporaryFile('\ufeffa,b\n'))).toBe('a,b\n');
});

test('code points of two, three and four bytes survive wherever a chunk of a megabyte cuts them', async () => {
  for (let shift = 0; shift < 4; shift++) {
    const text = `${'x'.repeat((1 << 20) - 2 - shift)}é漢😀 end`;
    expect(await read(temporaryFile(text))).toBe(text);
  }
});

test('what cannot be read says why and the way out', async () => {
  const missing = join(temporaryFolder, 'no-such-file.csv');
  await expect(read(missing)).rejects.toThrow(`${missing}: does not exist; check the path`);
  await expect(read(temporaryFolder)).rejects.toThrow('is a folder; give a file in it');
  await expect(read(temporaryFile(''))).rejects.toThrow('is empty; give a file with data');
  await expect(read(temporaryFile('abc\0def'))).rejects.toThrow('is a binary file');
});

test('a NUL byte beyond the first megabyte is found too', async () => {
  await expect(read(temporaryFile(`${'x'.repeat(3 << 20)}\0`))).rejects.toThrow('is a binary file');
});

const badPlaces: readonly (readonly [string, Buffer, string, number])[] = [
  ['a lone Latin-1 letter', Buffer.from('name\nJos\xe9\n', 'latin1'), ':2:4:', 8],
  [
    'after other letters of two bytes',
    Buffer.concat([Buffer.from('a\nb\néü '), Buffer.of(0xff), Buffer.from('x')]),
    ':3:4:',
    9,
  ],
  ['a code point that the file ends in', Buffer.concat([Buffer.from('ab\n'), Buffer.of(0xe6, 0xbc)]), ':2:1:', 3],
  ['a surrogate half', Buffer.concat([Buffer.from('a'), Buffer.of(0xed, 0xa0, 0x80)]), ':1:2:', 1],
  ['behind a byte order mark', Buffer.concat([Buffer.from('\ufeffab'), Buffer.of(0x80)]), ':1:3:', 5],
  [
    'in the second megabyte',
    Buffer.concat([Buffer.from('0123456789\n'.repeat(150_000)), Buffer.of(0xc3, 0x28)]),
    ':150001:1:',
    1_650_000,
  ],
];

test.each(badPlaces)('invalid UTF-8 is located by line, column and byte: %s', async (_, bytes, place, offset) => {
  const file = temporaryFile(bytes);
  await expect(read(file)).rejects.toThrow(
    `${file}${place} is not UTF-8 here, at byte ${offset}; save the file as UTF-8`,
  );
});
