import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Two writes of one file at once must not share a temporary one. */
let writes = 0;

/**
 * Writes `chunks` to `file` so that a kill at any instant leaves either the old content or the new one:
 * a temporary file beside it, flushed to the disk, then renamed over it.
 */
export const writeAtomically = async (file: string, chunks: Iterable<Uint8Array | string>): Promise<void> => {
  const temporary = `${file}.${process.pid}.${++writes}.tmp`;
  try {
    const handle = await open(temporary, 'w');
    try {
      for (const chunk of chunks) await handle.writeFile(chunk);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(file));
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
