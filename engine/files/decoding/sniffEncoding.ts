import { isUtf8 } from 'node:buffer';
import type { Encoding } from '../../config.ts';

/** Those that are found out. */
export type FoundEncoding = Extract<Encoding, 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'>;

const looked = 4096;
/** Share of the high bytes that are 0 in UTF-16 of letters and digits, and how many times fewer low bytes are. */
const many = 0.4;
const fewer = 3;

/** UTF-16 from a byte order mark or from its zeros, else UTF-8. */
export const sniffEncoding = (bytes: Uint8Array): FoundEncoding => {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const length = Math.min(looked, bytes.length - (bytes.length % 2));
  if (length < 4) return 'utf-8';
  const zeros = [0, 0];
  for (let at = 0; at < length; at++) if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even, odd] = zeros.map((count) => (2 * count) / length) as [number, number];
  if (odd >= many && even * fewer < odd) return 'utf-16le';
  return even >= many && odd * fewer < even ? 'utf-16be' : 'utf-8';
};

/** Bytes that stand for nothing in Windows-1252. */
const unused = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);
/** Signs that stand by themselves: quotes, dashes, currencies, units. */
const isSign = (byte: number): boolean => byte < 0xc0;
const isLetter = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte | 32) >= 97 && (byte | 32) <= 122 ? true : byte >= 0xc0);

/**
 * Whether bytes that are no UTF-8 look like Windows-1252, the usual other one: single letters with accents beside plain
 * ones, or signs; and nothing that is UTF-8. Letters may stand alone, as the word à does, where as many are within words.
 * `before` is the byte before the first.
 */
export const looksLikeWindows1252 = (bytes: Uint8Array, before?: number): boolean => {
  let signs = 0;
  let within = 0;
  let alone = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) continue;
    if (unused.has(byte) || isPartOfUtf8(bytes, at)) return false;
    if (isSign(byte)) signs++;
    else if (isLetter(at > 0 ? bytes[at - 1] : before) || isLetter(bytes[at + 1])) within++;
    else alone++;
  }
  return within + signs > 0 && alone <= within;
};

/** A whole character of several bytes, or as much of one as there is at the end; halves of surrogates too. */
const isPartOfUtf8 = (bytes: Uint8Array, at: number): boolean => {
  const byte = bytes[at] ?? 0;
  if (byte < 0xc2) return false;
  const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
  const rest = bytes.subarray(at + 1, at + length);
  const isShaped = rest.length > 0 && rest.every((each) => (each & 0xc0) === 0x80);
  return isShaped && (rest.length < length - 1 || byte === 0xed || isUtf8(bytes.subarray(at, at + length)));
};
