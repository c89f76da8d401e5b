import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, type Readable, type Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { cannotOpen } from '../fileIdentity.ts';
import { ByteReader } from './byteReader.ts';

/** Bytes to read, and how many they take in the file, unpacked or packed. */
export interface OpenedBytes {
  readonly reader: ByteReader;
  readonly size: number;
  readonly isPacked: boolean;
}

/** The bytes of a file, unpacked where its name ends in `.gz`. `what` is what they are in messages. */
export const openBytes = async (file: string, what: string): Promise<OpenedBytes> => {
  const { size } = await stat(file).catch((error: unknown) => {
    throw cannotOpen(file, error);
  });
  const isPacked = /\.gz$/i.test(file);
  const stream = createReadStream(file);
  return { reader: new ByteReader(file, what, isPacked ? unpacked(stream, createGunzip()) : stream), size, isPacked };
};

/** What goes wrong with either stream is told to who reads the unpacked bytes; who stops reading ends both. */
export const unpacked = (packed: Readable, unpacker: Transform): Transform => {
  pipeline(packed, unpacker, () => undefined);
  return unpacker;
};
