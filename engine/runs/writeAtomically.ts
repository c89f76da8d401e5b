import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Two writes of one file at once must not share a temporary one. */
let writes = 0;

export interface Replacement {
  /** Of what is replaced: the new file gets its mode and, where allowed, its owner. */
  readonly like?: { readonly uid: number; readonly gid: number; readonly mode: number };
  /** Called when all is written: the file stays as it was if this throws. */
  readonly check?: () => Promise<void>;
}

/**
 * Writes `chunks` to `file` so that a kill at any instant leaves either the old content or the new one:
 * a temporary file beside it, flushed to the disk, then renamed over it.
 */
export const writeAtomically = async (
  file: string,
  chunks: Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>,
  { like, check }: Replacement = {},
): Promise<void> => {
  const temporary = `${file}.${process.pid}.${++writes}.tmp`;
  try {
    // What only some may read must not be open to all while it is written.
    const handle = await open(temporary, 'w', like ? 0o600 : 0o666);
    try {
      if (like) await makeLike(handle, like);
      for await (const chunk of chunks) await handle.writeFile(chunk);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await check?.();
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(file));
};

/** The owner before the mode: a change of owner takes rights away. Only the system's administrator may give files away. */
const makeLike = async (handle: FileHandle, { uid, gid, mode }: NonNullable<Replacement['like']>): Promise<void> => {
  const made = await handle.stat();
  if (made.uid !== uid || made.gid !== gid) {
    await handle.chown(uid, gid).catch(() => handle.chown(made.uid, gid).catch(() => undefined));
  }
  if (((made.mode ^ mode) & 0o777) !== 0) await handle.chmod(mode & 0o777);
};

/** Makes a rename durable. Windows cannot open folders and needs no such call. */
const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
