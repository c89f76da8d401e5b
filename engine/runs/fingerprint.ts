import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { RunRecord } from '../protocol.ts';

/** Size and hash of a file, read in chunks: tells whether a run's data is still the same. */
export const fingerprintFile = async (file: string): Promise<RunRecord['fingerprint']> => {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    const piece = chunk as Buffer;
    bytes += piece.length;
    hash.update(piece);
  }
  return { bytes, sha256: hash.digest('hex') };
};
