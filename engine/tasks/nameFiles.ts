import { basename, dirname, extname, relative, resolve } from 'node:path';
import type { DataConfig } from '../config.ts';
import { InputError } from '../errors.ts';
import { textExtensions } from '../files/corpus.ts';
import { sideOfName } from '../files/pairNames.ts';
import { tableExtensions, tablesOfFolder } from '../files/tablesOfFolder.ts';
import { findTask } from './findTask.ts';

/**
 * The columns of two texts that are read together, as they are named. Throws an `InputError` where their names do not say
 * that they belong together.
 */
export const nameParallel = (file: string, other: string): { readonly source: string; readonly target: string } => {
  const [from, to] = [file, other].map((path) => sideOfName(basename(path)));
  const areBeside = dirname(resolve(file)) === dirname(resolve(other));
  if (areBeside && from && to && from.base === to.base && from.side !== to.side) {
    return { source: from.side, target: to.side };
  }
  const message = `does not go by its name with ${basename(file)}; name two texts alike but for their language, in one folder, such as train.de and train.en`;
  throw new InputError(message, { file: other });
};

/** Files that are named: of a folder of tables all of these, any other folder as it is. */
export const listFiles = async (named: readonly string[]): Promise<readonly string[]> =>
  (await Promise.all(named.map(async (path) => (await tablesOfFolder(path)) ?? [path]))).flat();

/**
 * What a config says of files that are named one after another: of a text and what becomes of it the columns, of other
 * texts, or of tables that are series, that those after the first are read after it. `task` is the one that is asked for.
 * Throws an `InputError` where they are neither.
 */
export const nameFiles = (files: readonly string[], task: string | undefined): Partial<DataConfig> => {
  const [file = '', ...others] = files;
  const [other] = others;
  if (other === undefined) return {};
  const asked = task === undefined ? undefined : findTask(task);
  const readsSeveral = asked !== undefined && Object.hasOwn(asked.fields, 'moreFiles');
  const areAll = (extensions: readonly string[]): boolean =>
    files.every((path) => extensions.includes(extname(path).toLowerCase()));
  const areTexts = areAll(textExtensions);
  const folder = dirname(resolve(file));
  const moreFiles = others.map((path) => relative(folder, resolve(path)));
  if (readsSeveral || (!asked && areAll(tableExtensions))) return { moreFiles };
  try {
    if (others.length === 1) return nameParallel(file, other);
  } catch (error) {
    if (!areTexts || asked) throw error;
  }
  if (areTexts && !asked) return { moreFiles };
  const message = `${files.length} files are read together only as one text (.txt, .md) by a language model, or as series (${tableExtensions.join(', ')}) of a forecast; name one of them`;
  throw new InputError(message, { file: files[2] ?? other });
};
