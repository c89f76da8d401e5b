import { basename, dirname, join } from 'node:path';
import { InputError } from '../../errors.ts';
import { shorten } from '../../words/shorten.ts';
import { readRows } from '../rows/tableRows.ts';
import { resolveFormat } from '../tableFormat.ts';
import type { PictureList } from './listPictures.ts';

const fileColumn = /^(file([ _-]?name)?|path|image|picture|name|id)s?$/i;
const labelColumn = /^(label|class|target|category|tag|y)s?$/i;

/**
 * The label of each picture: what a file of labels says, else the name of the folder that it is in. Undefined where there
 * is neither. Throws an `InputError` for a file of labels without such columns, and for one that names none of the pictures.
 */
export const pictureLabels = async (
  folder: string,
  { pictures, labels }: PictureList,
): Promise<((picture: string) => string) | undefined> => {
  if (labels === undefined) {
    const areInFolders = pictures.every((picture) => dirname(picture) !== '.');
    return areInFolders ? (picture) => dirname(picture) : undefined;
  }
  const file = join(folder, labels);
  const format = await resolveFormat(file, { header: true });
  const found = new Map<string, string>();
  let columns: { readonly files: number; readonly classes: number } | undefined;
  await readRows(file, format, ({ rows }) => {
    const [header = []] = rows;
    const isFirst = columns === undefined;
    const { files, classes } = (columns ??= columnsOf(file, header));
    for (const row of isFirst ? rows.slice(1) : rows) found.set(row[files]?.trim() ?? '', row[classes]?.trim() ?? '');
  });
  const labelOf = (picture: string): string =>
    found.get(picture) ?? found.get(basename(picture)) ?? found.get(basename(picture).replace(/\.\w+$/, '')) ?? '';
  if (!pictures.some((picture) => labelOf(picture) !== '')) {
    throw new InputError(`names none of the pictures, the first of which is ${pictures[0] ?? ''}`, { file });
  }
  return labelOf;
};

/** Where the header has the names of the pictures and their labels. */
const columnsOf = (file: string, header: readonly string[]): { readonly files: number; readonly classes: number } => {
  const names = header.map((name) => name.trim());
  const files = names.findIndex((name) => fileColumn.test(name));
  const classes = names.findLastIndex((name) => labelColumn.test(name));
  if (files >= 0 && classes >= 0) return { files, classes };
  const there = names.slice(0, 10).map((name) => `'${shorten(name)}'`);
  throw new InputError(`says labels in the columns ${there.join(', ')}; call them file and label`, { file });
};
