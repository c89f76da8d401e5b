import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** Tables whose rows may go on in another file. */
export const tableExtensions: readonly string[] = ['.csv', '.tsv', '.tab', '.jsonl', '.ndjson'];

/**
 * Paths of the files of a folder that holds tables of one kind alone, besides what is hidden, in the order of their names:
 * such are read together. Undefined for any other path.
 */
export const tablesOfFolder = async (path: string): Promise<readonly string[] | undefined> => {
  const stats = await stat(path).catch(() => undefined);
  if (!stats?.isDirectory()) return undefined;
  const entries = (await readdir(path, { withFileTypes: true })).filter(({ name }) => !name.startsWith('.'));
  const [extension, ...others] = new Set(entries.map(({ name }) => extname(name).toLowerCase()));
  const areTables = extension !== undefined && others.length === 0 && tableExtensions.includes(extension);
  if (!areTables || !entries.every((entry) => entry.isFile())) return undefined;
  // By code units, so that it is the same order on every machine.
  return entries.map(({ name }) => join(path, name)).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
};
