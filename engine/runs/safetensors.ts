import { open } from 'node:fs/promises';
import type { Tensor } from '../compute/tensor.ts';
import { InputError } from '../errors.ts';
import * as z from 'zod';
import { shorten } from '../words/shorten.ts';
import { JsonFault, parseStrictJson } from '../strictJson.ts';
import { floatTypes } from './floatTypes.ts';
import { findScaleFault, readScaleNames, unscaleRows } from './narrow/rowScales.ts';
import { describeTooLarge, findTooLarge } from './tooLarge.ts';

// The format: https://github.com/huggingface/safetensors#format. Eight bytes of little-endian header length,
// the header as JSON, then the tensors without gaps. We write F32, of small models F16, BF16 or I8 too, and read every type
// of `floatTypes`, and I8 with scales.

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

/** A tensor as it lies in a file. */
export interface StoredTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** Floats as they lie in a file; a view of them. */
export const storeFloats = ({ shape, values }: Tensor): StoredTensor => {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { dtype: 'F32', shape, bytes };
};

/** The bytes of a safetensors file of floats, in pieces. */
export const encodeSafetensors = ({ tensors, metadata }: TensorFile): Uint8Array[] =>
  encodeStored(new Map([...tensors].map(([name, tensor]) => [name, storeFloats(tensor)])), metadata);

/** The same of tensors of any types. Ordered by name, as other writers do; what is not of 4 bytes a value comes after. */
export const encodeStored = (
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: TensorFile['metadata'],
): Uint8Array[] => {
  const header: Record<string, unknown> = { __metadata__: metadata };
  const pieces: Uint8Array[] = [];
  let offset = 0;
  const byName = [...tensors.entries()].sort(([one], [other]) => (one < other ? -1 : 1));
  // Readers look at values where they lie: each begins at a multiple of its size.
  const isAligned = ([, { dtype }]: (typeof byName)[number]): boolean => dtype === 'F32';
  for (const [name, { dtype, shape, bytes }] of [
    ...byName.filter(isAligned),
    ...byName.filter((entry) => !isAligned(entry)),
  ]) {
    header[name] = { dtype, shape, data_offsets: [offset, offset + bytes.length] };
    pieces.push(bytes);
    offset += bytes.length;
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
  const scaleNames = readScaleNames(metadata.data, fail);
  const tensors = new Map<string, Tensor>();
  const entries = new Map<string, Entry>();
  for (const [name, value] of Object.entries(claims)) {
    const entry = entrySchema.safeParse(value);
    if (!entry.success) throw fail(`the entry of tensor '${shorten(name)}' is malformed`);
    entries.set(name, entry.data);
    if (isScaled(entry.data) && scaleNames.has(name)) continue;
    tensors.set(name, readTensor(name, entry.data, data, file, fail));
  }
  for (const [name, scaleName] of scaleNames) {
    tensors.set(name, readScaled(name, entries, data, { name: scaleName, tensor: tensors.get(scaleName) }, fail));
  }
  for (const scaleName of scaleNames.values()) tensors.delete(scaleName);
  checkCoverage([...entries.values()], data.length, fail);
  return { tensors, metadata: metadata.data, conversions: describeConversions([...entries.values()], file) };
};

/** Of whole numbers that a row has a scale for. */
const isScaled = ({ dtype, shape }: Entry): boolean => dtype === 'I8' && shape.length > 1;

const readScaled = (
  name: string,
  entries: ReadonlyMap<string, Entry>,
  data: Uint8Array<ArrayBuffer>,
  scales: { readonly name: string; readonly tensor: Tensor | undefined },
  fail: (problem: string) => InputError,
): Tensor => {
  const entry = entries.get(name);
  if (!entry || !isScaled(entry)) throw fail(`there are scales for tensor '${shorten(name)}', which is no I8 matrix`);
  if (!scales.tensor || entries.get(scales.name)?.dtype !== 'F32') {
    throw fail(`the scales '${shorten(scales.name)}' of tensor '${shorten(name)}' are no F32 tensor of it`);
  }
  const [rows = 0] = entry.shape;
  const fault = findScaleFault(name, scales.tensor, rows);
  if (fault !== undefined) throw fail(fault);
  const bytes = bytesOf(name, entry, 1, data, fail);
  const wholes = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  return { shape: entry.shape, values: unscaleRows(wholes, scales.tensor.values) };
};

const describeConversions = (entries: readonly Entry[], file: string): string[] => {
  const counts = new Map<string, number>();
  for (const { dtype } of entries) counts.set(dtype, (counts.get(dtype) ?? 0) + 1);
  return [...counts].flatMap(([dtype, count]) => {
    const note =
      dtype === 'I8'
        ? 'are whole numbers of 8 bits with a scale for each row, about 2 digits'
        : floatTypes[dtype]?.note;
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
  const type = Object.hasOwn(floatTypes, entry.dtype) ? floatTypes[entry.dtype] : undefined;
  if (!type) {
    const readTypes = `${Object.keys(floatTypes).join(', ')} are read, and I8 matrices with scales`;
    throw fail(`tensor '${shorten(name)}' has type ${shorten(entry.dtype)}; ${readTypes}`);
  }
  const bytes = bytesOf(name, entry, type.width, data, fail);
  const values = type.decode(bytes);
  const tooLarge = type.valueAt && findTooLarge(values, (at) => type.valueAt?.(bytes, at) ?? NaN);
  if (tooLarge) throw new InputError(describeTooLarge(name, entry.shape, tooLarge), { file });
  return { shape: entry.shape, values };
};

/** Of values of so many bytes each. */
const bytesOf = (
  name: string,
  { shape, data_offsets: [begin, end] }: Entry,
  width: number,
  data: Uint8Array<ArrayBuffer>,
  fail: (problem: string) => InputError,
): Uint8Array<ArrayBuffer> => {
  const count = shape.reduce((product, size) => product * size, 1);
  if (begin > end || end > data.length || end - begin !== count * width) {
    throw fail(
      `tensor '${shorten(name)}' of shape [${shorten(shape.join(', '))}] should lie at bytes ${begin} to ${end}`,
    );
  }
  return data.subarray(begin, end);
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
