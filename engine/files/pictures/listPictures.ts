import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../errors.ts';

/** What of a folder is read. */
export interface PictureList {
  /** Paths in the folder, in the order of people: 2 comes before 10. */
  readonly pictures: readonly string[];
  /** Of the file that says their labels, where one lies in the folder itself. */
  readonly labels: string | undefined;
}

const pictureName = /\.(png|pgm)$/i;
const textName = /\.(txt|text|md)$/i;
const labelName = /^(labels?|classes|targets?|annotations?)\.(csv|tsv)$/i;
const mostPictures = 200_000;

/** Whether a path is that of a folder. */
export const isFolder = async (path: string): Promise<boolean> =>
  stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );

/** Whether a folder is one of pictures: it and the folders in it have more of those than texts. */
export const holdsPictures = async (folder: string): Promise<boolean> => {
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  const inside = await Promise.all(folders.map(({ name }) => readdir(join(folder, name))));
  const names = [...entries.flatMap((entry) => (entry.isDirectory() ? [] : [entry.name])), ...inside.flat()];
  const count = (pattern: RegExp): number => names.filter((name) => pattern.test(name)).length;
  return count(pictureName) > count(textName);
};

/**
 * The PNGs and PGMs of a folder and of the folders in it; hidden ones are left out. Throws an `InputError` for a folder
 * without any.
 */
export const listPictures = async (folder: string): Promise<PictureList> => {
  const inOrder = new Intl.Collator('en', { numeric: true });
  const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !name.startsWith('.'));
  const pictures: string[] = [];
  for (const entry of entries.sort((a, b) => inOrder.compare(a.name, b.name) || (a.name < b.name ? -1 : 1))) {
    const { name } = entry;
    if (pictureName.test(name) && !entry.isDirectory()) pictures.push(name);
    else if (entry.isDirectory()) {
      const inside = (await readdir(join(folder, name))).filter(
        (each) => pictureName.test(each) && !each.startsWith('.'),
      );
      inside.sort((a, b) => inOrder.compare(a, b) || (a < b ? -1 : 1));
      for (const each of inside) pictures.push(`${name}/${each}`);
    }
    if (pictures.length > mostPictures) {
      throw new InputError(`holds more than ${mostPictures} pictures; put them into one .npz file`, { file: folder });
    }
  }
  if (pictures.length === 0) {
    const message = 'is a folder without PNG or PGM pictures; give a file in it, or a folder of pictures';
    throw new InputError(message, { file: folder });
  }
  return { pictures, labels: entries.find(({ name }) => labelName.test(name))?.name };
};
