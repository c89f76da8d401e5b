import { basename } from 'node:path';
import { InputError } from '../errors.ts';
import { type DataIdentity, identifyData, identifyDataAtRest } from './dataIdentity.ts';
import { type FileIdentity, identityKey, isSameFile } from './fileIdentity.ts';

/** Where to look whether something has changed. */
export interface Watched {
  /** Files that are read along with it by a config's word, and not by its name. */
  readonly others?: readonly string[];
  /** From when on nothing must have changed, when that is earlier than now. */
  readonly since?: DataIdentity;
}

/**
 * Does `read`, which may open `file` and what is read along with it as often as it likes: whatever it read is one
 * content, that of `identity`. Throws an `InputError` when one of these files was changed, cut, replaced or deleted
 * meanwhile, also where `read` stumbled over it.
 */
export const whileUnchanged = async <T>(
  file: string,
  read: (identity: DataIdentity) => Promise<T>,
  { others = [], since }: Watched = {},
): Promise<T> => {
  const identity = since ?? (await identifyDataAtRest(file, others));
  let result: T;
  try {
    result = await read(identity);
  } catch (error) {
    throw (await changeOf(file, others, identity)) ?? error;
  }
  const change = await changeOf(file, others, identity);
  if (change) throw change;
  return result;
};

const changeOf = async (
  file: string,
  others: readonly string[],
  before: DataIdentity,
): Promise<InputError | undefined> => {
  const gone = 'was moved or deleted while it was read; put it back and try again';
  let now: DataIdentity;
  try {
    now = await identifyData(file, others);
  } catch {
    return new InputError(gone, { file });
  }
  if (identityKey(now) !== identityKey(before)) return new InputError(describeChange(before, now), { file });
  for (const [path, old] of before.beside) {
    const present = now.beside.get(path);
    if (!present) return new InputError(gone, { file: path });
    if (identityKey(present) !== identityKey(old)) return new InputError(describeChange(old, present), { file: path });
  }
  const [added] = [...now.beside.keys()].filter((path) => !before.beside.has(path));
  if (added === undefined) return undefined;
  return new InputError(`came while ${basename(file)} was read, with which it is read; try again`, { file: added });
};

const describeChange = (before: FileIdentity, now: FileIdentity): string => {
  const again = 'try again when nothing writes to it';
  if (!isSameFile(now, before)) return `was replaced by another file while it was read; ${again}`;
  if (now.size > before.size) {
    return `grew from ${before.size} to ${now.size} bytes while it was read; ${again}, or give a copy of it`;
  }
  if (now.size < before.size) {
    return `shrank from ${before.size} to ${now.size} bytes while it was read; ${again}`;
  }
  return `changed while it was read; ${again}`;
};
