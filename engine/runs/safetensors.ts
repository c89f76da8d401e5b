import { open } from 'node:fs/promises';
import type { Tensor } from '../compute/tensor.ts';
import { InputError } from '../errors.ts';
import * as z from 'zod';
import { shorten } from '../words/shorten.ts';
import { JsonFault, parseStrictJson } from '../strictJson.ts';
import { floatTypes } from './floatTypes.ts';
import { describeTooLarge, findTooLarge } from './tooLarge.ts';

// The format: https://github.com/huggingface/safetensors#format. Eight bytes of little-endian header length,
// the header as JSON, then the tensors without gaps. We write F32 only and read every type of `floatTypes`.

/** Tens of thousands of tensors. A longer header is no header, and is not worth reading to find out. */
const mostHeaderBytes = 10 * 2 ** 20;

export interface TensorFile {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A file of any writer. */
export interface ReadTensorFile extends TensorFile {
  /** What a person should know of types that were converted, one sentence for each type. */
  readonly conversions: readonly string[];
}

const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.number().int().nonnegative()),
  data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
});
type Entry = z.infer<typeof entrySchema>;

/** The bytes of a safetensors file, in pieces. Tensors are ordered by name, as other writers do. */
export const encodeSafetensors = ({ tensors, metadata }: TensorFile): Uint8Array[] => {
  const header: Record<string, unknown> = { __metadata__: metadata };
  const pieces: Uint8Array[] = [];
  let offset = 0;
  for (const name of [...tensors.keys()].sort()) {
    const tensor = tensors.get(name);
    if (!tensor) continue;
    const { shape, values } = tensor;
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + values.byteLength] };
    pieces.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    offset += values.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const padded = new Uint8Array(Math.ceil(json.length / 8) * 8).fill(0x20);
  padded.set(json);
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(padded.length), true);
  return [length, padded, ...pieces];
};

/** Reads a whole file. Throws an `InputError` for one that is not all it claims to be. */
export const readSafetensors = async (file: string): Promise<ReadTensorFile> =>
  parseSafetensors(await readBytes(file), file);

/** The content of a whole file, named `file`: everything its header claims is checked against its size before it is used. */
export const parseSafetensors = (bytes: Uint8Array<ArrayBuffer>, file: string): ReadTensorFile => {
  const fail = (problem: string): InputError =>
    new InputError(`is not a complete safetensors file: ${problem}; export or train the model again`, { file });
  if (bytes.length < 8) throw fail(`it has ${bytes.length} bytes, the header alone needs more`);
  const headerBytes = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (headerBytes > BigInt(bytes.length - 8)) {
    throw fail(`its header claims ${headerBytes} bytes, the file has ${bytes.length}`);
  }
  if (headerBytes > BigInt(mostHeaderBytes)) throw fail(`its header of ${headerBytes} bytes is longer than 10 MB`);
  const dataStart = 8 + Number(headerBytes);
  const { __metadata__: texts = {}, ...claims } = parseHeader(bytes.subarray(8, dataStart), fail);
  const metadata = z.record(z.string(), z.string()).safeParse(texts);
  if (!metadata.success) throw fail('its __metadata__ is not a map of texts');

  const data = bytes.subarray(dataStart);
  const tensors = new Map<string, Tensor>();
  const entries: Entry[] = [];
  for (const [name, value] of Object.entries(claims)) {
    const entry = entrySchema.safeParse(value);
    if (!entry.success) throw fail(`the entry of tensor '${shorten(name)}' is malformed`);
    tensors.set(name, readTensor(name, entry.data, data, file, fail));
    entries.push(entry.data);
  }
  checkCoverage(entries, data.length, fail);
  return { tensors, metadata: metadata.data, conversions: describeConversions(entries, file) };
};

const describeConversions = (entries: readonly Entry[], file: string): string[] => {
  const counts = new Map<string, number>();
  for (const { dtype } of entries) counts.set(dtype, (counts.get(dtype) ?? 0) + 1);
  return [...counts].flatMap(([dtype, count]) => {
    const note = floatTypes[dtype]?.note;
    return note === undefined ? [] : [`${count} ${count === 1 ? 'tensor' : 'tensors'} of ${file} ${note} (${dtype}).`];
  });
};

const readBytes = async (file: string): Promise<Uint8Array<ArrayBuffer>> => {
  let handle;
  try {
    handle = await open(file, 'r');
    const { buffer, byteOffset, length } = await handle.readFile();
    // Not a Buffer: its `slice` would not copy.
    return new Uint8Array(buffer, byteOffset, length);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new InputError(`cannot be read (${code}); give a .safetensors file or a run folder`, { file });
  } finally {
    await handle?.close();
  }
};

const parseHeader = (bytes: Uint8Array, fail: (problem: string) => InputError): Record<string, unknown> => {
  try {
    return z
      .record(z.string(), z.unknown())
      .parse(parseStrictJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch (error) {
    throw fail(error instanceof JsonFault ? `its header ${error.message}` : 'its header is not JSON');
  }
};

const readTensor = (
  name: string,
  entry: Entry,
  data: Uint8Array<ArrayBuffer>,
  file: string,
  fail: (problem: string) => InputError,
): Tensor => {
  const [begin, end] = entry.data_offsets;
  const type = Object.hasOwn(floatTypes, entry.dtype) ? floatTypes[entry.dtype] : undefined;
  if (!type) {
    throw fail(
      `tensor '${shorten(name)}' has type ${shorten(entry.dtype)}; ${Object.keys(floatTypes).join(', ')} are read`,
    );
  }
  const count = entry.shape.reduce((product, size) => product * size, 1);
  if (begin > end || end > data.length || end - begin !== count * type.width) {
    throw fail(
      `tensor '${shorten(name)}' of shape [${shorten(entry.shape.join(', '))}] should lie at bytes ${begin} to ${end}`,
    );
  }
  const bytes = data.subarray(begin, end);
  const values = type.decode(bytes);
  const tooLarge = type.valueAt && findTooLarge(values, (at) => type.valueAt?.(bytes, at) ?? NaN);
  if (tooLarge) throw new InputError(describeTooLarge(name, entry.shape, tooLarge), { file });
  return { shape: entry.shape, values };
};

const checkCoverage = (entries: readonly Entry[], bytes: number, fail: (problem: string) => InputError): void => {
  let position = 0;
  for (const { data_offsets } of [...entries].sort((a, b) => a.data_offsets[0] - b.data_offsets[0])) {
    if (data_offsets[0] !== position)
      throw fail(`bytes ${position} to ${data_offsets[0]} overlap or belong to no tensor`);
    position = data_offsets[1];
  }
  if (position !== bytes) throw fail(`${bytes - position} bytes at its end belong to no tensor`);
};
