import type { Random } from '../../../engine/compute/random.ts';
import { garbleValue } from './garbleValue.ts';
import { pick } from './pick.ts';

/** The bytes of a safetensors file of ours, changed: anywhere, in its header, in what it says of the network, in its weights. */
export const garbleModel = (bytes: Uint8Array<ArrayBuffer>, random: Random): Uint8Array<ArrayBuffer> => {
  const way = random.integer(8);
  if (way < 2) return garbleBytes(bytes, 0, bytes.length, random);
  const { header, data } = split(bytes);
  if (way === 2) return garbleBytes(bytes, 0, 8 + header.length, random);
  if (way === 3) return garbleWeights(bytes, data.length, random);
  const value = JSON.parse(new TextDecoder().decode(header)) as { __metadata__: Record<string, string> };
  if (way === 4) return join(JSON.stringify(garbleValue(value, random).value), data);
  if (way === 5) return join(repeatKey(JSON.stringify(value), random), data);
  const texts = Object.entries(value.__metadata__).filter(([, text]) => text.startsWith('{'));
  const [key, text] = pick(texts, random);
  value.__metadata__[key] = JSON.stringify(garbleValue(JSON.parse(text), random).value);
  return join(JSON.stringify(value), data);
};

/** Some bytes between two positions replaced, flipped, cut out, doubled or cut off. */
export const garbleBytes = (
  bytes: Uint8Array<ArrayBuffer>,
  begin: number,
  end: number,
  random: Random,
): Uint8Array<ArrayBuffer> => {
  const at = begin + random.integer(Math.max(1, end - begin));
  const length = 1 + random.integer(Math.min(64, Math.max(1, bytes.length - at)));
  switch (random.integer(5)) {
    case 0:
      return bytes.slice(0, at);
    case 1:
      return concatenate(bytes.subarray(0, at), bytes.subarray(at + length));
    case 2:
      return concatenate(bytes.subarray(0, at + length), bytes.subarray(at));
    default: {
      const changed = bytes.slice();
      for (let count = random.integer(4); count >= 0; count--) {
        const place = begin + random.integer(Math.max(1, end - begin));
        changed[place] =
          random.integer(2) === 0 ? random.integer(256) : (changed[place] ?? 0) ^ (1 << random.integer(8));
      }
      return changed;
    }
  }
};

const garbleWeights = (bytes: Uint8Array<ArrayBuffer>, length: number, random: Random): Uint8Array<ArrayBuffer> => {
  const changed = bytes.slice();
  const values = Math.floor(length / 4);
  if (values === 0) return changed;
  const at = changed.length - length + 4 * random.integer(values);
  new DataView(changed.buffer).setFloat32(at, pick([NaN, Infinity, -Infinity, 0, 3e38], random), true);
  return changed;
};

/** A key of the header given twice, which JSON allows and means nothing. */
const repeatKey = (text: string, random: Random): string => {
  const keys = [...text.matchAll(/"([^"\\]+)":/g)];
  const found = pick(keys, random);
  return `${text.slice(0, found.index)}${found[0]}0,${text.slice(found.index)}`;
};

const split = (bytes: Uint8Array<ArrayBuffer>): { header: Uint8Array; data: Uint8Array } => {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  return { header: bytes.subarray(8, 8 + length), data: bytes.subarray(8 + length) };
};

const join = (header: string, data: Uint8Array): Uint8Array<ArrayBuffer> => {
  const text = new TextEncoder().encode(header);
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(text.length), true);
  return concatenate(length, text, data);
};

const concatenate = (...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};
