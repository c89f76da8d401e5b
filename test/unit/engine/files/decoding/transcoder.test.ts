import { describe, expect, test } from 'vitest';
import type { Encoding } from '../../../../../engine/config.ts';
import { readDecodedChunks, readUtf8Chunks } from '../../../../../engine/files/decoding/decodedChunks.ts';
import type { Told } from '../../../../../engine/files/decoding/describeEncoding.ts';
import { temporaryFile } from '../temporaryFile.ts';

const read = async (file: string, asked?: Encoding, told: Told = {}): Promise<string> => {
  let all = '';
  for await (const piece of readDecodedChunks(file, readUtf8Chunks(file, told, asked))) all += piece;
  return all;
};

describe('an encoding that is asked for', () => {
  test.each([
    ['windows-1251', Buffer.of(0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2), 'Привет'],
    ['windows-1252', Buffer.from('\x80 caf\xe9', 'latin1'), '€ café'],
    ['iso-8859-2', Buffer.of(0xb3, 0xf3, 0xbc), 'łóź'],
    ['shift_jis', Buffer.of(0x93, 0xfa, 0x96, 0x7b), '日本'],
    ['gb18030', Buffer.of(0xd6, 0xd0, 0xce, 0xc4), '中文'],
    ['utf-16be', Buffer.of(0x4e, 0x2d, 0x65, 0x87), '中文'],
  ] as const)('%s is that of the text', async (asked, bytes, text) => {
    expect(await read(temporaryFile(bytes), asked)).toBe(text);
  });

  test('that is wrong is refused at the character that it has not', async () => {
    const lines = 'one\r\ntwo\r\n'.repeat(150_000);
    const japanese = Buffer.concat([Buffer.from(lines), Buffer.of(0x93, 0xfa, 0x41, 0xff, 0x42)]);
    const file = temporaryFile(japanese);
    await expect(read(file, 'shift_jis')).rejects.toThrow(
      `${file}:300001:3: is not shift_jis here, at byte 1500003, though data.encoding says so; set it to what the file is, or leave it out`,
    );
    const western = temporaryFile(Buffer.from('a\ncaf\xe9 au lait\n', 'latin1'));
    await expect(read(western, 'utf-8')).rejects.toThrow(
      `${western}:2:4: is not UTF-8 here, at byte 5, though data.encod`,
    );
    await expect(read(western, 'euc-kr')).rejects.toThrow(`${western}:2:4: is not euc-kr here, at byte 5, though`);
  });

  test('is refused there wherever a chunk of a megabyte cuts the character', async () => {
    for (let shift = 0; shift < 5; shift++) {
      const at = (1 << 20) - shift;
      const file = temporaryFile(Buffer.concat([Buffer.alloc(at, 'x'), Buffer.of(0x93, 0xff, 0x41)]));
      await expect(read(file, 'shift_jis')).rejects.toThrow(
        `${file}:1:${at + 1}: is not shift_jis here, at byte ${at},`,
      );
    }
  });

  test('that makes NUL characters of the file is refused as such', async () => {
    const file = temporaryFile(Buffer.from('caf\u00e9', 'utf16le'));
    await expect(read(file, 'windows-1252')).rejects.toThrow('has NUL characters as windows-1252, which data.encoding');
  });

  test('is obeyed where the bytes seem to be something else, and that is told', async () => {
    const tell = async (text: string | Buffer, asked: Encoding): Promise<[string, Told]> => {
      const told: Told = {};
      return [await read(temporaryFile(text), asked, told), told];
    };
    expect(await tell('café', 'windows-1252')).toEqual(['cafÃ©', { encoding: 'utf-8', against: 'windows-1252' }]);
    expect((await tell('plain letters.', 'utf-16le'))[1]).toEqual({ encoding: 'utf-8', against: 'utf-16le' });
    const swapped = Buffer.from('\ufeffplain', 'utf16le').swap16();
    expect((await tell(swapped, 'utf-16le'))[1]).toEqual({ encoding: 'utf-16be', against: 'utf-16le' });
    expect(await tell(swapped, 'utf-16be')).toEqual(['plain', {}]);
    expect(await tell('plain', 'windows-1252')).toEqual(['plain', {}]);
    expect(await tell('café', 'utf-8')).toEqual(['café', {}]);
  });
});

test('UTF-16 that ends within a character is refused there', async () => {
  const file = temporaryFile(Buffer.concat([Buffer.from('\ufeffone\ntwo', 'utf16le'), Buffer.of(0x61)]));
  await expect(read(file)).rejects.toThrow(`${file}:2:4: is not utf-16le here, at byte 16; save the file as UTF-8`);
});
