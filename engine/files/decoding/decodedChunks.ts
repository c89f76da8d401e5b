import { isAscii, isUtf8 } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Encoding } from '../../config.ts';
import { InputError } from '../../errors.ts';
import { takeBreath } from '../../errands/errand.ts';
import { cannotOpen } from '../fileIdentity.ts';
import { binaryFile, invalidUtf8 } from './badBytes.ts';
import type { Told } from './describeEncoding.ts';
import { type FoundEncoding, looksLikeWindows1252, sniffEncoding } from './sniffEncoding.ts';
import { Transcoder } from './transcoder.ts';

const chunkSize = 1 << 20;
/** Of a piece, where lines allow it: strings this short are cheap to make and to forget. */
const pieceSize = 1 << 16;
const lineFeed = 10;
const carriageReturn = 13;

/**
 * The text of a file in pieces that end with a line, or where lines are long, are up to a megabyte and never cut
 * a code point; without a byte order mark. Throws as `readUtf8Chunks` does, in whose place other chunks may come.
 */
export const readDecodedChunks = (
  file: string,
  chunks: AsyncIterable<Buffer> = readUtf8Chunks(file),
): AsyncGenerator<string, void, void> => cutChunks(chunks);

/** Chunks of UTF-8 that begin and end with a whole code point, in pieces as `readDecodedChunks` has them. */
export async function* cutChunks(chunks: AsyncIterable<Buffer>): AsyncGenerator<string, void, void> {
  for await (const bytes of chunks) {
    for (let begin = 0; begin < bytes.length;) {
      const end = endOfPiece(bytes, begin);
      yield bytes.toString('utf8', begin, end);
      begin = end;
    }
  }
}

/**
 * The bytes of a file as UTF-8, a megabyte of it at a time, without a byte order mark. It may be UTF-16. A chunk never cuts a code point, nor a
 * CRLF. It is valid until the next one is asked for.
 * Throws an `InputError` when the file is missing, a folder, empty, binary, not encoded as it was asked for or found to be,
 * or longer than when it was opened: one that something adds to all the time has no end.
 * @param asked how its characters are written, where that is not to be found out
 */
export async function* readUtf8Chunks(file: string, told?: Told, asked?: Encoding): AsyncGenerator<Buffer, void, void> {
  const { handle, size } = await openFile(file);
  const decoded = { handle, file, asked };
  const doing = `reading ${basename(file)}`;
  try {
    let carried = 0;
    /** Of the chunk in the file. */
    let offset = 0;
    let isFirst = true;
    let isPlain = true;
    let before: number | undefined;
    let decoder: Transcoder | undefined;
    // A byte more than there are tells whether the file grew.
    const room = Math.min(chunkSize, size + 1);
    const buffer = Buffer.allocUnsafe(room + 4);
    for (;;) {
      await takeBreath({ doing, share: Math.min(1, offset / size) });
      const { bytesRead } = await handle.read(buffer, carried, room);
      const filled = buffer.subarray(0, carried + bytesRead);
      const isLast = bytesRead === 0;
      if (filled.length === 0) {
        const last = await decoder?.decode(filled, offset, true);
        if (last) yield last;
        return;
      }
      if (offset + filled.length > size) {
        throw new InputError('grew while it was read; try again when nothing writes to it', { file });
      }
      if (isFirst) {
        const found = asked === undefined ? sniffEncoding(filled) : insteadOf(asked, filled);
        if (told && found) told.encoding = found;
        if (told && found && asked) told.against = asked;
        const encoding = asked ?? found ?? 'utf-8';
        if (encoding !== 'utf-8') decoder = new Transcoder(encoding, decoded);
      }
      const whole = isLast ? filled.length : completeLength(filled);
      const chunk = filled.subarray(0, whole);
      if (!decoder) {
        if (chunk.includes(0)) throw binaryFile(file, asked);
        if (!isUtf8(chunk)) {
          const isOther = asked === undefined && told && isPlain && looksLikeWindows1252(filled, before);
          if (!isOther) throw await invalidUtf8(decoded, chunk, offset);
          told.encoding = 'windows-1252';
          decoder = new Transcoder('windows-1252', decoded);
        }
        isPlain &&= isAscii(chunk);
      }
      if (decoder) {
        const text = await decoder.decode(filled, offset, isLast);
        if (text) yield text;
        isFirst = false;
        offset += filled.length;
        carried = 0;
        continue;
      }
      const hasMark = isFirst && chunk.subarray(0, 3).equals(byteOrderMark);
      if (whole > 0) yield hasMark ? chunk.subarray(3) : chunk;
      if (whole > 0) isFirst = false;
      offset += whole;
      before = chunk.at(-1) ?? before;
      carried = filled.copy(buffer, 0, whole);
    }
  } finally {
    await handle.close();
  }
}

/** What a file seems to be by its beginning, where the encoding that was asked for would read it otherwise. */
const insteadOf = (asked: Encoding, beginning: Buffer): FoundEncoding | undefined => {
  const found = sniffEncoding(beginning);
  if (found !== 'utf-8') return found === asked ? undefined : found;
  const bytes = beginning.subarray(0, completeLength(beginning));
  const isOther = asked.startsWith('utf-16') || !isAscii(bytes);
  return asked !== 'utf-8' && isOther && !bytes.includes(0) && isUtf8(bytes) ? found : undefined;
};

const byteOrderMark = Buffer.of(0xef, 0xbb, 0xbf);

/** Behind the last line break in the next `pieceSize` bytes, or the end of all. */
const endOfPiece = (bytes: Buffer, begin: number): number => {
  const limit = begin + pieceSize;
  if (limit >= bytes.length) return bytes.length;
  const lineEnd = bytes.lastIndexOf(lineFeed, limit - 1) + 1;
  return lineEnd > begin ? lineEnd : bytes.length;
};

const openFile = async (file: string): Promise<{ handle: FileHandle; size: number }> => {
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw cannotOpen(file, error);
  });
  const stats = await handle.stat();
  const problem = stats.isDirectory()
    ? 'is a folder; give a file in it'
    : stats.size === 0
      ? 'is empty; give a file with data'
      : undefined;
  if (problem !== undefined) {
    await handle.close();
    throw new InputError(problem, { file });
  }
  return { handle, size: stats.size };
};

/** Length without a code point or a CRLF whose last bytes have not been read yet. */
const completeLength = (bytes: Buffer): number => {
  if (bytes[bytes.length - 1] === carriageReturn) return bytes.length - 1;
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const expected = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return expected > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
};
