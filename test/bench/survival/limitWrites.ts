import fs from 'node:fs';
import fsPromises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { resolve, sep } from 'node:path';

/**
 * Loaded before all else into a process, makes writes below the folder `SMALL_DISK` fail as on a full disk while the
 * file `SMALL_DISK_LEFT` is there: after as many bytes as it says, and in the midst of a write.
 */
const { SMALL_DISK: disk = '', SMALL_DISK_LEFT: leftFile = '' } = process.env;
let left: number | undefined;

/** How many of so many bytes there is room for. */
const take = (bytes: number): number => {
  if (!fs.existsSync(leftFile)) {
    left = undefined;
    return bytes;
  }
  left ??= Number(fs.readFileSync(leftFile, 'utf8'));
  const taken = Math.min(bytes, left);
  left -= taken;
  return taken;
};

const isOnDisk = (path: unknown): boolean =>
  (typeof path === 'string' || path instanceof URL) && resolve(path.toString()).startsWith(`${disk}${sep}`);

const full = (): Error =>
  Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', errno: -28, syscall: 'write' });

type Data = string | NodeJS.ArrayBufferView;
const bytesOf = (data: Data): Uint8Array =>
  typeof data === 'string' ? Buffer.from(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** Writes as much as there is room for; the rest is an error. */
const limited = async (data: Data, write: (part: Uint8Array) => Promise<unknown>): Promise<void> => {
  const bytes = bytesOf(data);
  const taken = take(bytes.length);
  await write(bytes.subarray(0, taken));
  if (taken < bytes.length) throw full();
};

/** The part of a piece of data that there is room for. */
const roomFor = (data: Data, offset = 0, length?: number): Uint8Array => {
  const bytes = bytesOf(data).subarray(offset, length === undefined ? undefined : offset + length);
  const taken = take(bytes.length);
  if (taken === 0 && bytes.length > 0) throw full();
  return bytes.subarray(0, taken);
};

const { open, appendFile, writeFile } = fsPromises;
const { openSync, writeSync, closeSync } = fs;

fsPromises.open = async (path, flags, mode) => {
  const handle = await open(path, flags, mode);
  if (!isOnDisk(path)) return handle;
  const [writeAll, appendAll] = [handle.writeFile.bind(handle), handle.appendFile.bind(handle)];
  const write = handle.write.bind(handle) as typeof handle.write<Uint8Array>;
  return Object.assign(handle, {
    writeFile: (data: Data) => limited(data, writeAll),
    appendFile: (data: Data) => limited(data, appendAll),
    write: (data: Data, offset?: number, length?: number, position?: number) => {
      const room = roomFor(data, offset, length);
      return write(room, 0, room.length, position);
    },
  });
};
fsPromises.appendFile = (path, data, options) =>
  isOnDisk(path) ? limited(data as Data, (part) => appendFile(path, part, options)) : appendFile(path, data, options);
fsPromises.writeFile = (path, data, options) =>
  isOnDisk(path) ? limited(data as Data, (part) => writeFile(path, part, options)) : writeFile(path, data, options);

/** Open files of the disk. */
const files = new Set<number>();
fs.openSync = (path, flags, mode) => {
  const file = openSync(path, flags, mode);
  if (isOnDisk(path)) files.add(file);
  return file;
};
fs.closeSync = (file) => {
  files.delete(file);
  closeSync(file);
};
fs.writeSync = ((file: number, data: Data, offset?: number, length?: number, position?: number) => {
  if (!files.has(file)) return writeSync(file, bytesOf(data), offset, length, position);
  return writeSync(file, roomFor(data, offset, length), 0, undefined, position);
}) as typeof writeSync;
syncBuiltinESMExports();
