import { InputError } from '../errors.ts';
import { type FileIdentity, identifyAtRest, identifyFile, identityKey, isSameFile } from './fileIdentity.ts';

/**
 * Does `read`, which may open `file` as often as it likes: whatever it read is one content, that of `identity`. Throws
 * an `InputError` when the file was changed, cut, replaced or deleted meanwhile, also where `read` stumbled over it.
 * @param since from when on the file must not have changed, when that is earlier than now
 */
export const whileUnchanged = async <T>(
  file: string,
  read: (identity: FileIdentity) => Promise<T>,
  since?: FileIdentity,
): Promise<T> => {
  const identity = since ?? (await identifyAtRest(file));
  let result: T;
  try {
    result = await read(identity);
  } catch (error) {
    throw (await changeOf(file, identity)) ?? error;
  }
  const change = await changeOf(file, identity);
  if (change) throw change;
  return result;
};

const changeOf = async (file: string, before: FileIdentity): Promise<InputError | undefined> => {
  let now: FileIdentity;
  try {
    now = await identifyFile(file);
  } catch {
    return new InputError('was moved or deleted while it was read; put it back and try again', { file });
  }
  if (identityKey(now) === identityKey(before)) return undefined;
  return new InputError(describeChange(before, now), { file });
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
