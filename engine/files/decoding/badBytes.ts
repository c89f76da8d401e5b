import { isUtf8 } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import type { Encoding } from '../../config.ts';
import { InputError } from '../../errors.ts';

/** A file that is being read, and how: `asked` where a config says it. */
export interface DecodedFile {
  readonly handle: FileHandle;
  readonly file: string;
  readonly asked: Encoding | undefined;
}

const chunkSize = 1 << 20;
/** In bytes. */
const longestCharacter = 4;
const saving = 'save the file as UTF-8 (in VS Code: Save with Encoding)';

const isNotThat = (what: string, offset: number, asked: Encoding | undefined): string =>
  asked === undefined
    ? `is not ${what} here, at byte ${offset}; ${saving}, or set data.encoding`
    : `is not ${what} here, at byte ${offset}, though data.encoding says so; set it to what the file is, or leave it out`;

/** What is wrong with a file that has NUL characters, which no text has. */
export const binaryFile = (file: string, asked: Encoding | undefined): InputError =>
  new InputError(
    asked === undefined
      ? 'is a binary file: it has NUL bytes; give a text or CSV file, or set data.encoding where it is UTF-16'
      : `has NUL characters as ${asked}, which data.encoding says; set it to what the file is, or leave it out`,
    { file },
  );

/**
 * What is wrong with `chunk`, which is not UTF-8 and begins at byte `offset`, and where. Reads the file anew to count the
 * lines before the bad byte: nothing is counted while files are sound.
 */
export const invalidUtf8 = async (
  { handle, file, asked }: DecodedFile,
  chunk: Uint8Array,
  chunkStart: number,
): Promise<InputError> => {
  const offset = chunkStart + firstBadByte(chunk);
  const buffer = Buffer.allocUnsafe(Math.min(chunkSize, offset));
  let line = 1;
  let lineStart = 0;
  for (let position = 0; position < offset;) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(chunkSize, offset - position), position);
    if (bytesRead === 0) break;
    for (let at = buffer.indexOf(10); at >= 0 && at < bytesRead; at = buffer.indexOf(10, at + 1)) {
      line++;
      lineStart = position + at + 1;
    }
    position += bytesRead;
  }
  const before = Buffer.alloc(offset - lineStart);
  await handle.read(before, 0, before.length, lineStart);
  const column = before.toString('utf8').replace('\ufeff', '').length + 1;
  return new InputError(isNotThat('UTF-8', offset, asked), { file, line, column });
};

/**
 * What is wrong with a file that is not of another encoding, and where. Reads it anew, from about `known` on, up to where it
 * is sound, byte by byte.
 */
export const invalidText = async (
  { handle, file, asked }: DecodedFile,
  encoding: Encoding,
  known: number,
): Promise<InputError> => {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const buffer = Buffer.allocUnsafe(chunkSize);
  let line = 1;
  let column = 1;
  let offset = 0;
  /** Behind the last character. */
  let sound = 0;
  /** Takes what is sound; false from the first byte on that is not. */
  const take = (bytes: Uint8Array): boolean => {
    try {
      const text = decoder.decode(bytes, { stream: true });
      const lines = text.split('\n');
      line += lines.length - 1;
      column = (lines.length > 1 ? 1 : column) + (lines.at(-1)?.length ?? 0);
      offset += bytes.length;
      if (text !== '') sound = offset;
      return true;
    } catch {
      return false;
    }
  };
  for (let isSound = true; isSound;) {
    const left = known - longestCharacter - offset;
    const { bytesRead } = await handle.read(buffer, 0, left > 0 ? Math.min(chunkSize, left) : chunkSize, offset);
    if (bytesRead === 0) break;
    const step = left > 0 ? bytesRead : 1;
    for (let at = 0; at < bytesRead && isSound; at += step) isSound = take(buffer.subarray(at, at + step));
  }
  return new InputError(isNotThat(encoding, sound, asked), { file, line, column });
};

/** Offset of the first byte that cannot begin or continue a code point. */
const firstBadByte = (bytes: Uint8Array): number => {
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    const length = byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    if (length > 1 && !(at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)))) return at;
    at += length;
  }
  return at;
};
