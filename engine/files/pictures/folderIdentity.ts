import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { listPictures } from './listPictures.ts';

/** Of all that is read of a folder: bytes, the newest times, and what tells names, sizes and times apart. */
export interface FolderContent {
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly content: string;
}

const atOnce = 64;

/** Throws an `InputError` for a folder without pictures, and an error for a picture that is gone meanwhile. */
export const identifyFolder = async (folder: string): Promise<FolderContent> => {
  const hash = createHash('sha256');
  let [size, mtimeNs, ctimeNs] = [0n, 0n, 0n];
  const paths = await filesOf(folder);
  for (let from = 0; from < paths.length; from += atOnce) {
    const some = paths.slice(from, from + atOnce);
    const all = await Promise.all(some.map((path) => stat(join(folder, path), { bigint: true })));
    for (const [index, stats] of all.entries()) {
      hash.update(`${some[index] ?? ''}\0${stats.size}\0${stats.mtimeNs}\0`);
      size += stats.size;
      if (stats.mtimeNs > mtimeNs) ({ mtimeNs } = stats);
      if (stats.ctimeNs > ctimeNs) ({ ctimeNs } = stats);
    }
  }
  return { size, mtimeNs, ctimeNs, content: hash.digest('hex') };
};

/** Paths in the folder of all that is read of it. */
export const filesOf = async (folder: string): Promise<readonly string[]> => {
  const { pictures, labels } = await listPictures(folder);
  return labels === undefined ? pictures : [...pictures, labels];
};
