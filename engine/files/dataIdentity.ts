import { type FileIdentity, identifyAtRest, identifyFile, identityKey } from './fileIdentity.ts';
import { findFilesBeside } from './tableReaders.ts';

/** What tells the present content of a data file, and of the files read along with it, from an earlier one. */
export interface DataIdentity extends FileIdentity {
  /** Of the files beside it, by their paths. */
  readonly beside: ReadonlyMap<string, FileIdentity>;
}

/** As `identifyFile`, of all that is read along with it too. */
export const identifyData = (file: string): Promise<DataIdentity> => identifyBy(identifyFile, file);

/** As `identifyAtRest`, of all that is read along with it too. */
export const identifyDataAtRest = (file: string): Promise<DataIdentity> => identifyBy(identifyAtRest, file);

/** As text, equal for equal identities. */
export const dataKey = (identity: DataIdentity): string =>
  JSON.stringify([identityKey(identity), ...[...identity.beside].map(([path, each]) => [path, identityKey(each)])]);

const identifyBy = async (identify: (file: string) => Promise<FileIdentity>, file: string): Promise<DataIdentity> => {
  const identity = await identify(file);
  const beside = new Map<string, FileIdentity>();
  for (const path of await findFilesBeside(file)) beside.set(path, await identify(path));
  return { ...identity, beside };
};
