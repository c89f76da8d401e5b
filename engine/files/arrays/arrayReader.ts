import { access } from 'node:fs/promises';
import type { TableReader } from '../tableReader.ts';
import { usualFormat } from '../usualFormat.ts';

/** What readers of arrays in binary have in common: they go by names alone, and have no format to be told. */
export const arrayReader = {
  isDelimited: false,
  holdsNumbers: true,
  possibleExtensions: [],
  recognise: () => false,
  resolve: usualFormat,
} as const satisfies Partial<TableReader>;

/** The first of some paths at which there is a file. */
export const firstThere = async (paths: readonly string[]): Promise<string | undefined> => {
  for (const path of paths) {
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
};

/** For `filesBeside`: the labels of arrays in a file, where `candidates` are the paths at which they may be. */
export const labelsBeside =
  (candidates: (file: string) => readonly string[]) =>
  async (file: string): Promise<readonly string[]> => {
    const labels = await firstThere(candidates(file));
    return labels === undefined ? [] : [labels];
  };
