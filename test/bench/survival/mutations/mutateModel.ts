import type { Random } from '../../../../engine/compute/random.ts';
import { mutateJson, mutateText, pick } from './mutateJson.ts';

/** A safetensors file, cut where it can be changed. */
export interface ModelParts {
  /** The texts of `__metadata__`, and what is told of the tensors. */
  readonly header: { readonly __metadata__: Readonly<Record<string, string>> } & Readonly<Record<string, unknown>>;
  readonly data: Uint8Array;
}

export const cutModel = (bytes: Uint8Array): ModelParts => {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as ModelParts['header'];
  return { header, data: bytes.subarray(8 + length) };
};

const kinds = ['info', 'info', 'info', 'text', 'entries', 'header', 'length', 'size', 'weight', 'byte'] as const;

/** What was done to a model, and its bytes then. */
export interface MutatedModel {
  readonly kind: (typeof kinds)[number];
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * One thing in a model file is another: of its config, codec or position, of the tensors' types, shapes and places, of
 * the header as text, of the lengths, of a weight, or a byte anywhere.
 */
export const mutateModel = ({ header, data }: ModelParts, random: Random): MutatedModel => {
  const kind = pick(random, kinds);
  return { kind, bytes: mutate(kind, header, data, random) };
};

const mutate = (
  kind: (typeof kinds)[number],
  header: ModelParts['header'],
  data: Uint8Array,
  random: Random,
): Uint8Array<ArrayBuffer> => {
  const { __metadata__: texts, ...entries } = header;
  const key = pick(
    random,
    Object.keys(texts).filter((name) => name.startsWith('rnn-studio')),
  );
  const text = texts[key] ?? '';
  const withText = (changed: string): object => ({ ...header, __metadata__: { ...texts, [key]: changed } });
  switch (kind) {
    case 'info':
      return join(JSON.stringify(withText(JSON.stringify(mutateJson(JSON.parse(text), random)))), data);
    case 'text':
      return join(JSON.stringify(withText(mutateText(text, random))), data);
    case 'entries':
      return join(JSON.stringify({ __metadata__: texts, ...asObject(mutateJson(entries, random)) }), data);
    case 'header':
      return join(mutateText(JSON.stringify(header), random), data);
    case 'length': {
      const bytes = join(JSON.stringify(header), data);
      const lengths = [
        0n,
        1n,
        2n ** 63n,
        10n * 2n ** 20n + 1n,
        BigInt(bytes.length),
        BigInt(Math.floor(random.next() * 2000)),
      ];
      new DataView(bytes.buffer).setBigUint64(0, pick(random, lengths), true);
      return bytes;
    }
    case 'size': {
      const bytes = join(JSON.stringify(header), data);
      const length = Math.floor(random.next() * bytes.length);
      if (random.next() < 0.7) return bytes.slice(0, length);
      return join(JSON.stringify(header), Buffer.concat([data, new Uint8Array(1 + (length % 9))]));
    }
    case 'weight': {
      const changed = data.slice();
      const values = [NaN, Infinity, -Infinity, 3e38, -3e38, 1e-45, -1, 1e6];
      const at = 4 * Math.floor(random.next() * Math.floor(changed.length / 4));
      new DataView(changed.buffer, changed.byteOffset).setFloat32(at, pick(random, values), true);
      return join(JSON.stringify(header), changed);
    }
    case 'byte': {
      const bytes = join(JSON.stringify(header), data);
      bytes[Math.floor(random.next() * bytes.length)] = Math.floor(random.next() * 256);
      return bytes;
    }
  }
};

const asObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : { value });

const join = (header: string, data: Uint8Array): Uint8Array<ArrayBuffer> => {
  const json = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
};
