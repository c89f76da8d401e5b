import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { textsOfFolder, nameInCorpus } from '../files/corpus.ts';
import { filesOf } from '../files/pictures/folderIdentity.ts';
import { isFolder } from '../files/pictures/listPictures.ts';
import { findFilesBeside } from '../files/tableReaders.ts';
import type { RunRecord } from '../protocol.ts';

const chunkSize = 1 << 20;

export type Fingerprint = RunRecord['fingerprint'];

/**
 * Size and hash of a data file and the hashes of those read along with it, `others` among them: tell whether a run's data
 * is still the same. Each goes by its path from the folder of the file.
 */
export const fingerprintData = async (file: string, others: readonly string[] = []): Promise<Fingerprint> => {
  const texts = await textsOfFolder(file);
  if (texts) return fingerprintCorpus(file, texts);
  const hashes: Record<string, string> = {};
  for (const path of await findFilesBeside(file)) hashes[basename(path)] = (await fingerprintFile(path)).sha256;
  for (const other of others) {
    hashes[nameFrom(file, other)] = (await fingerprintAny(other)).sha256;
    for (const path of await findFilesBeside(other))
      hashes[nameFrom(file, path)] = (await fingerprintFile(path)).sha256;
  }
  const fingerprint = await fingerprintAny(file);
  return Object.keys(hashes).length > 0 ? { ...fingerprint, beside: hashes } : fingerprint;
};

const fingerprintAny = async (path: string): Promise<Pick<Fingerprint, 'bytes' | 'sha256'>> =>
  (await isFolder(path)) ? fingerprintFolder(path) : fingerprintFile(path);

/** Alike on every system. */
const nameFrom = (file: string, path: string): string => relative(dirname(file), path).split(sep).join('/');

/** Of a folder the hash is that of its texts' names, so that what differs is told by its name wherever it is another text. */
const fingerprintCorpus = async (folder: string, texts: readonly string[]): Promise<Fingerprint> => {
  const beside: Record<string, string> = {};
  const names = createHash('sha256');
  let bytes = 0;
  for (const path of texts) {
    const text = await fingerprintFile(path);
    const name = nameInCorpus(folder, path);
    names.update(`${name}\n`);
    beside[`${basename(folder)}/${name}`] = text.sha256;
    bytes += text.bytes;
  }
  return { bytes, sha256: names.digest('hex'), beside };
};

/** The name of the first file of `file` and those read along with it that is another than when `before` was taken. */
export const findChangedFile = (file: string, before: Fingerprint, now: Fingerprint): string | undefined => {
  if (now.sha256 !== before.sha256) return basename(file);
  // Runs have them since there are such files.
  const [old, present] = [before.beside ?? {}, now.beside ?? {}];
  return [...Object.keys(old), ...Object.keys(present)].find((name) => old[name] !== present[name]);
};

/** Size of all pictures of a folder, and the hash of their names and hashes. */
const fingerprintFolder = async (folder: string): Promise<Pick<Fingerprint, 'bytes' | 'sha256'>> => {
  const hash = createHash('sha256');
  let bytes = 0;
  for (const path of await filesOf(folder)) {
    const each = await fingerprintFile(join(folder, path));
    hash.update(`${path}\0${each.sha256}\0`);
    bytes += each.bytes;
  }
  return { bytes, sha256: hash.digest('hex') };
};

/**
 * Size and hash of a file, read in chunks. A file that is written to meanwhile gets one that no content has; it is not
 * followed beyond a chunk after the end it had.
 */
const fingerprintFile = async (file: string): Promise<Pick<Fingerprint, 'bytes' | 'sha256'>> => {
  const hash = createHash('sha256');
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.allocUnsafe(chunkSize);
    let bytes = 0;
    while (bytes <= size) {
      const { bytesRead } = await handle.read(buffer, 0, chunkSize);
      if (bytesRead === 0) break;
      hash.update(buffer.subarray(0, bytesRead));
      bytes += bytesRead;
    }
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    await handle.close();
  }
};
