import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeScales } from '../../../../engine/runs/narrow/rowScales.ts';
import { encodeSafetensors, encodeStored, readSafetensors } from '../../../../engine/runs/safetensors.ts';
import { writeAtomically } from '../../../../engine/runs/writeAtomically.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-safetensors-'));
  file = join(folder, 'model.safetensors');
});
afterEach(() => rm(folder, { recursive: true }));

const tensors = new Map([
  ['rnn.weight', { shape: [2, 3], values: Float32Array.of(1, -2, 3.5, NaN, Infinity, 0) }],
  ['empty', { shape: [0, 4], values: new Float32Array(0) }],
  ['scalar', { shape: [], values: Float32Array.of(7) }],
]);

/** A file with any header and data, as an attacker may write it. */
const forge = async (header: unknown, dataBytes: number, claimedLength?: bigint): Promise<void> => {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, claimedLength ?? BigInt(json.length), true);
  await writeFile(file, Buffer.concat([length, json, new Uint8Array(dataBytes)]));
};

describe('safetensors', () => {
  test('what is written is read back bit by bit, with its metadata', async () => {
    await writeAtomically(file, encodeSafetensors({ tensors, metadata: { format: 'pt', note: 'ä "quoted"' } }));
    const read = await readSafetensors(file);
    expect(read.metadata).toEqual({ format: 'pt', note: 'ä "quoted"' });
    expect([...read.tensors.keys()].sort()).toEqual([...tensors.keys()].sort());
    for (const [name, tensor] of tensors) expect(read.tensors.get(name)).toEqual(tensor);
  });

  test('the header is padded to a multiple of 8 bytes and the data follows it without gaps', async () => {
    await writeAtomically(file, encodeSafetensors({ tensors, metadata: {} }));
    const bytes = await readFile(file);
    const headerBytes = Number(bytes.readBigUInt64LE(0));
    expect(headerBytes % 8).toBe(0);
    expect(bytes.length).toBe(8 + headerBytes + 4 * 7);
  });

  test('64-bit tensors of other writers are read', async () => {
    await forge({ x: { dtype: 'F64', shape: [2], data_offsets: [0, 16] } }, 16);
    expect((await readSafetensors(file)).tensors.get('x')?.values).toEqual(new Float32Array(2));
  });

  const hostile: [string, () => Promise<void>, RegExp][] = [
    ['a file of 3 bytes', () => writeFile(file, 'abc'), /it has 3 bytes/],
    ['a header longer than the file', () => forge({}, 0, 2n ** 63n), /claims 9223372036854775808 bytes/],
    ['a header that is not JSON', () => forge('{"x":', 0), /header is not JSON/],
    ['offsets past the end', () => forge({ x: { dtype: 'F32', shape: [9], data_offsets: [0, 36] } }, 8), /'x'/],
    ['a shape that disagrees', () => forge({ x: { dtype: 'F32', shape: [3], data_offsets: [0, 8] } }, 8), /\[3\]/],
    ['an unknown type', () => forge({ x: { dtype: 'I8', shape: [8], data_offsets: [0, 8] } }, 8), /type I8/],
    [
      'bytes of no tensor',
      () => forge({ x: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }, 8),
      /4 bytes at its end/,
    ],
    [
      'overlapping tensors',
      () =>
        forge(
          {
            x: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
            y: { dtype: 'F32', shape: [1], data_offsets: [4, 8] },
          },
          8,
        ),
      /overlap/,
    ],
    ['metadata that is not text', () => forge({ __metadata__: { a: 1 } }, 0), /__metadata__/],
  ];
  test.each(hostile)('%s is refused with the file and the reason', async (_, write, reason) => {
    await write();
    await expect(readSafetensors(file)).rejects.toThrow(reason);
    await expect(readSafetensors(file)).rejects.toThrow(file);
  });

  /** A matrix of whole numbers, with what is said of its scales. */
  const scaled = async (changes: {
    readonly scales?: readonly number[];
    readonly dtype?: string;
    readonly names?: string;
  }): Promise<void> => {
    const { scales = [0.5, 2], dtype = 'I8', names = '{"m":"m.scale"}' } = changes;
    const bytes = (values: Float32Array | Int8Array): Uint8Array => new Uint8Array(values.buffer);
    const stored = new Map([
      [
        'm',
        { dtype, shape: dtype === 'I8' ? [2, 4] : [2, 1], bytes: bytes(Int8Array.of(1, -2, 3, 127, -127, 0, -128, 5)) },
      ],
      ['m.scale', { dtype: 'F32', shape: [scales.length], bytes: bytes(Float32Array.from(scales)) }],
    ]);
    await writeAtomically(file, encodeStored(stored, { 'rnn-studio.scales': names }));
  };

  test('whole numbers with a scale for each row are read as floats, without their scales, and told of', async () => {
    await scaled({ names: Object.values(describeScales(new Map([['m', 'm.scale']])))[0]! });
    const read = await readSafetensors(file);
    expect([...read.tensors]).toEqual([
      ['m', { shape: [2, 4], values: Float32Array.of(0.5, -1, 1.5, 63.5, -254, 0, -256, 10) }],
    ]);
    expect(read.conversions).toEqual([
      expect.stringMatching(/^1 tensor of .* are whole numbers of 8 bits .*\(I8\)\.$/),
    ]);
  });

  test.each([
    ['fewer scales than rows', { scales: [1] }, /'m' has 2 rows, and scales of shape \[1\]/],
    ['a scale that is no number', { scales: [1, NaN] }, /the scale of row 1 of tensor 'm' is NaN/],
    ['an infinite scale', { scales: [Infinity, 1] }, /the scale of row 0 of tensor 'm' is Infinity/],
    ['a scale below 0', { scales: [1, -1] }, /row 1 of tensor 'm' is -1; scales are finite and above 0/],
    ['scales of floats', { dtype: 'F32' }, /'m', which is no I8 matrix/],
    ['scales that are not there', { names: '{"m":"n"}' }, /scales 'n' of tensor 'm' are no F32 tensor/],
    ['scales that are themselves', { names: '{"m":"m"}' }, /scales 'm' of tensor 'm' are no F32 tensor/],
    ['scales of nothing', { names: '{"m":"m.scale","x":"m.scale"}' }, /tensor 'x', which is no I8 matrix/],
    ['whole numbers without scales', { names: '{}' }, /tensor 'm' has type I8/],
    ['a tensor twice', { names: '{"m":"m.scale","m":"m"}' }, /says of scales has the key "m" twice/],
    ['no names', { names: '{"m":3}' }, /says of scales is not a map of names/],
    ['no JSON', { names: 'm' }, /says of scales is not JSON/],
  ])('%s are refused with the reason', async (_, changes, reason) => {
    await scaled(changes);
    await expect(readSafetensors(file)).rejects.toThrow(reason);
  });

  test('every truncation of a model is refused', async () => {
    await writeAtomically(file, encodeSafetensors({ tensors, metadata: {} }));
    const whole = await readFile(file);
    for (let length = 0; length < whole.length; length += 5) {
      await writeFile(file, whole.subarray(0, length));
      await expect(readSafetensors(file)).rejects.toThrow('is not a complete safetensors file');
    }
  });
});
