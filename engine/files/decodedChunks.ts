import { isAscii, isUtf8 } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { TextDecoder } from 'node:util';
import type { Encoding } from '../config.ts';
import { InputError } from '../errors.ts';
import { takeBreath } from '../errands/errand.ts';
import { cannotOpen } from './fileIdentity.ts';
import { type FoundEncoding, looksLikeWindows1252, sniffEncoding } from './sniffEncoding.ts';

/** Gets to know how a file is encoded, by the time it has been read. Who asks for it can tell, and gets Windows-1252 too. */
export interface Told {
  encoding?: FoundEncoding;
}

const chunkSize = 1 << 20;
/** Of a piece, where lines allow it: strings this short are cheap to make and to forget. */
const pieceSize = 1 << 16;
const lineFeed = 10;
const carriageReturn = 13;

/**
 * The text of a UTF-8 file in pieces that end with a line, or where lines are long, are up to a megabyte and never cut
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
 * Throws an `InputError` when the file is missing, a folder, empty, binary, not UTF-8, or longer than when it was opened:
 * one that something adds to all the time has no end.
 * @param asked how its characters are written, where that is not to be found out
 */
export async function* readUtf8Chunks(file: string, told?: Told, asked?: Encoding): AsyncGenerator<Buffer, void, void> {
  const { handle, size } = await openFile(file);
  const doing = `reading ${basename(file)}`;
  try {
    let carried = 0;
    /** Of the chunk in the file. */
    let offset = 0;
    let isFirst = true;
    let isPlain = true;
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
        if (decoder) yield* decoder.decode(filled, true);
        return;
      }
      if (offset + filled.length > size) {
        throw new InputError('grew while it was read; try again when nothing writes to it', { file });
      }
      if (isFirst && asked === undefined) decoder = transcoderFor(sniffEncoding(filled), file, told);
      else if (isFirst && asked !== 'utf-8' && asked !== undefined) decoder = new Transcoder(asked, file);
      const whole = isLast ? filled.length : completeLength(filled);
      const chunk = filled.subarray(0, whole);
      if (!decoder) {
        if (chunk.includes(0)) throw binaryFile(file);
        if (!isUtf8(chunk)) {
          const isOther = asked === undefined && told && isPlain && looksLikeWindows1252(filled);
          if (!isOther) throw await invalidUtf8(handle, file, offset + firstBadByte(chunk));
          decoder = transcoderFor('windows-1252', file, told);
        }
        isPlain &&= isAscii(chunk);
      }
      if (decoder) {
        yield* decoder.decode(filled, isLast);
        isFirst = false;
        offset += filled.length;
        carried = 0;
        continue;
      }
      const hasMark = isFirst && chunk.subarray(0, 3).equals(byteOrderMark);
      if (whole > 0) yield hasMark ? chunk.subarray(3) : chunk;
      if (whole > 0) isFirst = false;
      offset += whole;
      carried = filled.copy(buffer, 0, whole);
    }
  } finally {
    await handle.close();
  }
}

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

/** Undefined where nothing has to be turned. */
const transcoderFor = (encoding: FoundEncoding, file: string, told: Told | undefined): Transcoder | undefined => {
  if (told) told.encoding = encoding;
  return encoding === 'utf-8' ? undefined : new Transcoder(encoding, file);
};

/** Turns another encoding into UTF-8, a chunk at a time. */
class Transcoder {
  private readonly decoder: TextDecoder;
  private readonly file: string;
  private held = '';

  constructor(encoding: Encoding, file: string) {
    this.decoder = new TextDecoder(encoding);
    this.file = file;
  }

  /** None, where all that there is waits for what follows. */
  *decode(bytes: Uint8Array, isLast: boolean): Generator<Buffer, void, void> {
    const text = this.held + this.decoder.decode(bytes, { stream: !isLast });
    // No chunk cuts a CRLF.
    const end = !isLast && text.endsWith('\r') ? text.length - 1 : text.length;
    this.held = text.slice(end);
    if (text.includes('\0')) throw binaryFile(this.file);
    if (end > 0) yield Buffer.from(text.slice(0, end), 'utf8');
  }
}

const binaryFile = (file: string): InputError =>
  new InputError('is a binary file: it has NUL bytes; give a text or CSV file', { file });

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

/** Reads the file anew to count the lines before the bad byte: nothing is counted while files are sound. */
const invalidUtf8 = async (handle: FileHandle, file: string, offset: number): Promise<InputError> => {
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
  return new InputError(
    `is not UTF-8 here, at byte ${offset}; save the file as UTF-8 (in VS Code: Save with Encoding)`,
    {
      file,
      line,
      column,
    },
  );
};

/** Offset of the first byte that cannot begin or continue a code point. */
const firstBadByte = (bytes: Buffer): number => {
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    const length = byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    if (length > 1 && !(at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)))) return at;
    at += length;
  }
  return at;
};
