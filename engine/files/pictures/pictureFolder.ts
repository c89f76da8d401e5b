import { open, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { takeBreath } from '../../errands/errand.ts';
import { InputError } from '../../errors.ts';
import { count } from '../../words/count.ts';
import { cannotOpen } from '../fileIdentity.ts';
import { mostChannels } from '../sequences/sequenceRows.ts';
import type { TableReader } from '../tableReader.ts';
import { usualFormat } from '../usualFormat.ts';
import { listPictures } from './listPictures.ts';
import type { Picture, PictureHeader } from './picture.ts';
import { pictureLabels } from './pictureLabels.ts';
import { readPngHeader } from './pngParts.ts';
import { readPgm, readPgmHeader } from './readPgm.ts';

/** Enough to tell how large a picture is. */
const headerBytes = 4096;
/** A file that is larger than its pixels would be, many times over, is not read. */
const mostBytes = 2 ** 27;
/** Headers that are looked at side by side. */
const atOnce = 32;

/**
 * A folder of PNG and PGM pictures of one size: with a folder for each label, or a file of labels beside the pictures. Each
 * picture is a sequence of its rows of pixels, 0 to 255, and is known by its path in the folder.
 */
export const pictureFolder: TableReader = {
  isDelimited: false,
  extensions: [],
  possibleExtensions: [],
  recognise: () => false,

  resolve: usualFormat,

  async read(folder, _, table) {
    const list = await listPictures(folder);
    const labelOf = await pictureLabels(folder, list);
    const { width, height, isColoured } = await commonSize(folder, list.pictures);
    const channels = isColoured ? 3 : 1;
    if (width * channels > mostChannels) {
      const message = `holds pictures of ${width} pixels across, ${width * channels} values a row; at most ${mostChannels} can be read`;
      throw new InputError(message, { file: folder });
    }
    if (labelOf) table.addColumn('label', 'label');
    table.addColumn('picture', 'sequence');
    const columns = Array.from({ length: width * channels }, (__, at) =>
      table.addNumbers(`pixel${at + 1}`, 'value', width * channels),
    );
    const doing = `reading the pictures of ${basename(folder)}`;
    for (const [index, name] of list.pictures.entries()) {
      await takeBreath({ doing, share: index / list.pictures.length });
      const values = inColours(await readPicture(join(folder, name)), channels);
      for (const [at, column] of columns.entries()) {
        for (let row = 0; row < height; row++) column.push(values[row * columns.length + at] ?? NaN);
      }
      const cells = labelOf ? [labelOf(name), name] : [name];
      const rows = Array.from({ length: height }, () => cells);
      table.addRows({ rows, isRegular: false, lineOf: () => index + 1 }, () => ({ file: join(folder, name) }));
    }
    const unlabelled = labelOf ? list.pictures.filter((name) => labelOf(name) === '').length : 0;
    return {
      comments: 0,
      pictures: channels === 1 ? [height, width] : [height, width, channels],
      ...(unlabelled > 0 && { notes: [`${count(unlabelled, 'picture has', 'pictures have')} no label.`] }),
    };
  },
};

/** Of all pictures; they are read as colours where one is. Throws an `InputError` that names two of unlike sizes. */
const commonSize = async (folder: string, pictures: readonly string[]): Promise<PictureHeader> => {
  let first: PictureHeader | undefined;
  let isColoured = false;
  for (let from = 0; from < pictures.length; from += atOnce) {
    const names = pictures.slice(from, from + atOnce);
    const headers = await Promise.all(names.map((name) => readHeader(join(folder, name))));
    for (const [index, header] of headers.entries()) {
      first ??= header;
      isColoured ||= header.isColoured;
      if (header.width === first.width && header.height === first.height) continue;
      const sizeOf = ({ width, height }: PictureHeader): string => `${width} × ${height}`;
      const message = `is ${sizeOf(header)} pixels, and ${pictures[0] ?? ''} ${sizeOf(first)}; bring all pictures to one size`;
      throw new InputError(message, { file: join(folder, names[index] ?? '') });
    }
  }
  return { width: 0, height: 0, ...first, isColoured };
};

const isPng = (file: string): boolean => /\.png$/i.test(file);

const readHeader = async (file: string): Promise<PictureHeader> => {
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw cannotOpen(file, error);
  });
  try {
    const { size } = await handle.stat();
    if (size > mostBytes) throw new InputError(`holds ${size} bytes, which no picture of its kind needs`, { file });
    const buffer = Buffer.alloc(headerBytes);
    const { bytesRead } = await handle.read(buffer, 0, headerBytes, 0);
    const bytes = buffer.subarray(0, bytesRead);
    return isPng(file) ? readPngHeader(file, bytes) : readPgmHeader(file, bytes);
  } finally {
    await handle.close();
  }
};

const readPicture = async (file: string): Promise<Picture> => {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw cannotOpen(file, error);
  });
  if (!isPng(file)) return readPgm(file, bytes);
  // With its library, which few processes need, and which takes its time to be loaded.
  const { readPng } = await import('./readPng.ts');
  return readPng(file, bytes);
};

/** Grey as colours, where others are coloured. */
const inColours = ({ isColoured, values }: Picture, channels: number): Float32Array =>
  isColoured || channels === 1
    ? values
    : Float32Array.from({ length: 3 * values.length }, (_, at) => values[Math.floor(at / 3)] ?? 0);
