import { createHash } from 'node:crypto';

/** A digest of the bits of many numbers: the same only for the same bits, and quick to compare where `toEqual` is not. */
export const bitsOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): string =>
  createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex');
