import { stat } from 'node:fs/promises';
import { textsOfFolder } from './corpus.ts';
import { type FileIdentity, identifyAtRest, identifyFile, identityKey } from './fileIdentity.ts';
import { findFilesBeside } from './tableReaders.ts';

/** What tells the present content of a data file, and of the files read along with it, from an earlier one. */
export interface DataIdentity extends FileIdentity {
  /** Of the files beside it, by their paths. */
  readonly beside: ReadonlyMap<string, FileIdentity>;
}

/** As `identifyFile`, of all that is read along with it too, `others` among it. */
export const identifyData = (file: string, others: readonly string[] = []): Promise<DataIdentity> =>
  identifyBy(identifyFile, file, others);

/** As `identifyAtRest`, of all that is read along with it too, `others` among it. */
export const identifyDataAtRest = (file: string, others: readonly string[] = []): Promise<DataIdentity> =>
  identifyBy(identifyAtRest, file, others);

/** As text, equal for equal identities. */
export const dataKey = (identity: DataIdentity): string =>
  JSON.stringify([identityKey(identity), ...[...identity.beside].map(([path, each]) => [path, identityKey(each)])]);

const identifyBy = async (
  identify: (file: string) => Promise<FileIdentity>,
  file: string,
  others: readonly string[],
): Promise<DataIdentity> => {
  const texts = await textsOfFolder(file);
  if (texts) return identifyCorpus(identify, file, texts);
  const identity = await identify(file);
  const beside = new Map<string, FileIdentity>();
  for (const path of await findFilesBeside(file)) beside.set(path, await identify(path));
  for (const other of others) {
    for (const path of [other, ...(await findFilesBeside(other))]) beside.set(path, await identify(path));
  }
  return { ...identity, beside };
};

/** A folder is as large as its texts, each with the line break that may have to follow it; what else is in it does not count. */
const identifyCorpus = async (
  identify: (file: string) => Promise<FileIdentity>,
  folder: string,
  texts: readonly string[],
): Promise<DataIdentity> => {
  const { dev, ino } = await stat(folder, { bigint: true });
  const beside = new Map<string, FileIdentity>();
  for (const path of texts) beside.set(path, await identify(path));
  const size = [...beside.values()].reduce((sum, text) => sum + text.size + 1n, 0n);
  return { dev, ino, size, mtimeNs: 0n, ctimeNs: 0n, beside };
};
