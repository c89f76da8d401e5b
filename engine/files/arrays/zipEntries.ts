import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';
import { InputError } from '../../errors.ts';
import { cannotOpen } from '../fileIdentity.ts';
import { ByteReader } from './byteReader.ts';
import { type OpenedBytes, unpacked } from './openBytes.ts';

/** A file in a ZIP archive. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes in the archive, and unpacked. */
  readonly packedSize: number;
  readonly size: number;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  /** Where its own header begins. */
  readonly offset: number;
}

const endLength = 22;
const longestComment = 0xffff;
const largestDirectory = 1 << 24;
const mostEntries = 10_000;
const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50, end64: 0x06064b50, locator: 0x07064b50 };

/** The directory of a ZIP archive, ZIP64 included. Throws an `InputError` for what is none. */
export const listEntries = (file: string): Promise<ZipEntry[]> =>
  withFile(file, async (handle) => {
    const { size } = await handle.stat();
    const tail = await readAt(handle, Math.max(0, size - endLength - longestComment), endLength + longestComment);
    const at = tail.lastIndexOf(signatureBytes(signatures.end));
    if (at < 0 || at + endLength > tail.length) throw damaged(file);
    const { begin, length, count } = await directoryOf(handle, tail, at, file);
    if (count > mostEntries || length > largestDirectory || begin + length > size) throw damaged(file);
    return readDirectory(await readAt(handle, begin, length), count, size, file);
  });

/** The unpacked bytes of an entry. Throws an `InputError` where it is encrypted or packed in another way than deflated. */
export const openEntry = async (file: string, entry: ZipEntry): Promise<OpenedBytes> => {
  const { name, method, offset, packedSize } = entry;
  if (method !== 0 && method !== 8) {
    throw new InputError(`${name} in it is packed by method ${method}; save it with np.savez_compressed`, { file });
  }
  const local = await withFile(file, (handle) => readAt(handle, offset, 30));
  if (local.length < 30 || local.readUInt32LE(0) !== signatures.local) throw damaged(file);
  if (local.readUInt16LE(6) & 1)
    throw new InputError(`${name} in it is encrypted; save it without a password`, { file });
  const begin = offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  // An entry without bytes has no stretch to read: its end would be before its beginning.
  const stream = createReadStream(file, { start: begin, end: Math.max(begin, begin + packedSize - 1) });
  const isPacked = method === 8;
  return {
    reader: new ByteReader(file, name, isPacked ? unpacked(stream, createInflateRaw()) : stream),
    size: packedSize,
    isPacked,
  };
};

interface Directory {
  readonly begin: number;
  readonly length: number;
  readonly count: number;
}

/** Of a large archive, the ZIP64 record says what does not fit into the end record. */
const directoryOf = async (handle: FileHandle, tail: Buffer, at: number, file: string): Promise<Directory> => {
  const locatorAt = at - 20;
  if (locatorAt < 0 || tail.readUInt32LE(locatorAt) !== signatures.locator) {
    return { count: tail.readUInt16LE(at + 10), length: tail.readUInt32LE(at + 12), begin: tail.readUInt32LE(at + 16) };
  }
  const record = await readAt(handle, wide(tail, locatorAt + 8), 56);
  if (record.length < 56 || record.readUInt32LE(0) !== signatures.end64) throw damaged(file);
  return { count: wide(record, 32), length: wide(record, 40), begin: wide(record, 48) };
};

const readDirectory = (bytes: Buffer, count: number, size: number, file: string): ZipEntry[] => {
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count;) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== signatures.central) throw damaged(file);
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
    const extraEnd = nameEnd + bytes.readUInt16LE(at + 30);
    if (extraEnd > bytes.length) throw damaged(file);
    const extra = extraOf(bytes.subarray(nameEnd, extraEnd));
    // In this order those are in the extra field that do not fit into 32 bits.
    const sizeOf = (place: number): number => {
      const value = bytes.readUInt32LE(place);
      return value === 0xffffffff ? (extra.shift() ?? NaN) : value;
    };
    const unpackedSize = sizeOf(at + 24);
    const packedSize = sizeOf(at + 20);
    const offset = sizeOf(at + 42);
    if (!(offset + packedSize <= size)) throw damaged(file);
    entries.push({
      name: bytes.toString('utf8', at + 46, nameEnd),
      ...{ packedSize, size: unpackedSize, method: bytes.readUInt16LE(at + 10), offset },
    });
    at = extraEnd + bytes.readUInt16LE(at + 32);
  }
  return entries;
};

/** The numbers of the ZIP64 field among the extra ones. */
const extraOf = (bytes: Buffer): number[] => {
  for (let at = 0; at + 4 <= bytes.length;) {
    const end = at + 4 + bytes.readUInt16LE(at + 2);
    if (bytes.readUInt16LE(at) === 1) {
      const numbers: number[] = [];
      for (let place = at + 4; place + 8 <= Math.min(end, bytes.length); place += 8) numbers.push(wide(bytes, place));
      return numbers;
    }
    at = end;
  }
  return [];
};

const wide = (bytes: Buffer, at: number): number => Number(bytes.readBigUInt64LE(at));

const signatureBytes = (signature: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(signature);
  return bytes;
};

/** Fewer at the end of the file, and none beyond it. */
const readAt = async (handle: FileHandle, position: number, length: number): Promise<Buffer> => {
  if (!Number.isSafeInteger(position)) return Buffer.alloc(0);
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
};

const withFile = async <T>(file: string, read: (handle: FileHandle) => Promise<T>): Promise<T> => {
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw cannotOpen(file, error);
  });
  try {
    return await read(handle);
  } finally {
    await handle.close();
  }
};

const damaged = (file: string): InputError =>
  new InputError('is no archive of arrays, or a damaged one; save it with np.savez', { file });
