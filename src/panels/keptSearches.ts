import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SearchRecord } from '../../engine/protocol.ts';

/** A search on disk. */
export interface KeptSearch {
  readonly folder: string;
  readonly record: Pick<SearchRecord, 'created' | 'config' | 'budget' | 'seconds'>;
}

/** The newest search on `file` among those in a folder; what is none is left out, since the engine checks what it goes on with. */
export const newestSearch = async (searches: string, file: string): Promise<KeptSearch | undefined> => {
  const names = await readdir(searches).catch(() => []);
  const found = await Promise.all(names.map((name) => readSearch(join(searches, name), file)));
  return found
    .flatMap((search) => search ?? [])
    .reduce<KeptSearch | undefined>(
      (newest, search) => (newest && newest.record.created >= search.record.created ? newest : search),
      undefined,
    );
};

const readSearch = async (folder: string, file: string): Promise<KeptSearch | undefined> => {
  try {
    const record = JSON.parse(await readFile(join(folder, 'search.json'), 'utf8')) as Partial<SearchRecord> | null;
    const { created, config, budget, seconds } = record ?? {};
    const isWhole = typeof created === 'string' && typeof config === 'object' && typeof budget === 'number';
    if (record?.file !== file || !isWhole || typeof seconds !== 'number') return undefined;
    return { folder, record: { created, config, budget, seconds } };
  } catch {
    return undefined;
  }
};
