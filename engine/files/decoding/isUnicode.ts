import { InputError } from '../../errors.ts';
import { readUtf8Chunks } from './decodedChunks.ts';

/**
 * Whether a file is UTF-8 or UTF-16 to its last byte. So is what cannot be read at all, which is told by who reads it.
 * Reads all of it.
 */
export const isUnicode = async (file: string): Promise<boolean> => {
  const chunks = readUtf8Chunks(file);
  try {
    while (!(await chunks.next()).done);
    return true;
  } catch (error) {
    // Bytes that stand for nothing have a place.
    if (error instanceof InputError && error.place?.line !== undefined) return false;
    if (error instanceof InputError) return true;
    throw error;
  }
};
