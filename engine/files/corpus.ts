import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join, relative, sep } from 'node:path';
import type { Encoding } from '../config.ts';
import { InputError } from '../errors.ts';
import { readUtf8Chunks } from './decoding/decodedChunks.ts';
import type { Told, ToldText } from './decoding/describeEncoding.ts';
import { holdsPictures } from './pictures/listPictures.ts';

/** Files of a folder that are read as one text. */
export const textExtensions: readonly string[] = ['.txt', '.text', '.md'];
const mostTexts = 20_000;
const lineFeed = 10;

/** Paths of the texts of a folder and of those in it, in the order of their names; undefined for what is no folder of texts. */
export const textsOfFolder = async (path: string): Promise<readonly string[] | undefined> => {
  const stats = await stat(path).catch(() => undefined);
  if (!stats?.isDirectory() || (await holdsPictures(path))) return undefined;
  const found: string[] = [];
  await collect(path, found);
  if (found.length === 0) {
    const kinds = `texts (${textExtensions.join(', ')}) and pictures (PNG, PGM)`;
    throw new InputError(`is a folder without ${kinds}; give a file, or another folder`, {
      file: path,
    });
  }
  if (found.length > mostTexts) {
    throw new InputError(`is a folder of more than ${mostTexts} texts; join them to fewer files`, { file: path });
  }
  return found;
};

/** A text's name among those of its folder, alike on every system. */
export const nameInCorpus = (folder: string, path: string): string => relative(folder, path).split(sep).join('/');

/** What is hidden, what another package brought, and empty files are no part of a corpus; links are not followed. */
const collect = async (folder: string, found: string[]): Promise<void> => {
  const entries = await readdir(folder, { withFileTypes: true });
  // By code units, so that it is the same order on every machine.
  const inOrder = entries.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  for (const entry of inOrder) {
    if (found.length > mostTexts) return;
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await collect(path, found);
    else if (entry.isFile() && textExtensions.includes(extname(entry.name).toLowerCase())) {
      if ((await stat(path)).size > 0) found.push(path);
    }
  }
};

/** Texts that are read one after another: a file, all of a folder, or several of these. */
export type TextPath = string | readonly string[];

/** The paths of all files of a text, in order. */
export const filesOfText = async (path: TextPath): Promise<readonly string[]> => {
  const paths = typeof path === 'string' ? [path] : path;
  const found: string[] = [];
  for (const each of paths) found.push(...((await textsOfFolder(each)) ?? [each]));
  return found;
};

/**
 * As `readUtf8Chunks`, of several texts one after another: each begins a line. Throws as `textsOfFolder` does, and for a
 * text that cannot be read with its own place.
 * @param asked how the characters of all are written; where it is not given, that is found out of each for itself
 * @param told gets how each is encoded, by the time it has been read
 */
export async function* readCorpusChunks(
  path: TextPath,
  asked?: Encoding,
  told: ToldText[] = [],
): AsyncGenerator<Buffer, void, void> {
  const texts = await filesOfText(path);
  let last = lineFeed;
  for (const text of texts) {
    if (last !== lineFeed) yield Buffer.of(lineFeed);
    const own: Told = {};
    told.push({ name: nameOf(path, text), told: own });
    for await (const chunk of readUtf8Chunks(text, own, asked)) {
      last = chunk[chunk.length - 1] ?? last;
      yield chunk;
    }
  }
}

const nameOf = (path: TextPath, text: string): string =>
  typeof path !== 'string' || path === text ? basename(text) : nameInCorpus(path, text);
