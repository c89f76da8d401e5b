import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { RunRecord } from '../protocol.ts';

const chunkSize = 1 << 20;

/**
 * Size and hash of a file, read in chunks: tells whether a run's data is still the same. A file that is written to
 * meanwhile gets one that no content has; it is not followed beyond a chunk after the end it had.
 */
export const fingerprintFile = async (file: string): Promise<RunRecord['fingerprint']> => {
  const hash = createHash('sha256');
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.allocUnsafe(chunkSize);
    let bytes = 0;
    while (bytes <= size) {
      const { bytesRead } = await handle.read(buffer, 0, chunkSize);
      if (bytesRead === 0) break;
      hash.update(buffer.subarray(0, bytesRead));
      bytes += bytesRead;
    }
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    await handle.close();
  }
};
