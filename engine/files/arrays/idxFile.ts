import { basename, dirname, join } from 'node:path';
import { InputError } from '../../errors.ts';
import type { TableReader } from '../tableReader.ts';
import { type ArrayLayout, checkPromise, describeShape } from './arrayLayout.ts';
import type { ArrayLabels } from './arrayLabels.ts';
import { arrayReader, firstThere, labelsBeside } from './arrayReader.ts';
import { addArray } from './arrayRows.ts';
import type { ByteReader } from './byteReader.ts';
import { numberTypes } from './numberType.ts';
import { openBytes } from './openBytes.ts';

/** By the third byte of the file. */
const typeNames: Readonly<Record<number, string>> = { 8: 'u1', 9: 'i1', 11: 'i2', 12: 'i4', 13: 'f4', 14: 'f8' };
const mostDimensions = 6;

/** Where the labels of images are by their names, in the order in which they are looked for. */
const labelFiles = (file: string): string[] => {
  const name = basename(file);
  const labels = name.replace(/images?/i, 'labels').replace(/idx\d/i, 'idx1');
  if (labels === name) return [];
  const other = /\.gz$/i.test(labels) ? labels.replace(/\.gz$/i, '') : `${labels}.gz`;
  return [labels, other].map((each) => join(dirname(file), each));
};

/**
 * Images as MNIST has them (IDX): `train-images-idx3-ubyte`, with `train-labels-idx1-ubyte` beside it where there are
 * labels, both also with `.gz`. Each image is a sequence of its rows of pixels.
 */
export const idxFile: TableReader = {
  ...arrayReader,
  names: /[-._]idx\d[-._]\w+(\.gz)?$/i,
  extensions: [],
  filesBeside: labelsBeside(labelFiles),

  async read(file, _, table) {
    const labelFile = await firstThere(labelFiles(file));
    const labels = labelFile === undefined ? undefined : await readLabels(labelFile);
    const { layout, reader } = await openIdx(file, 'the images');
    try {
      await addArray(file, table, { layout, bytes: reader, value: 'pixel' }, labels);
      await reader.expectEnd();
      return { comments: 0, ...(layout.shape.length > 2 && { pictures: layout.shape.slice(1) }) };
    } finally {
      await reader.close();
    }
  },
};

const readLabels = async (file: string): Promise<ArrayLabels> => {
  const { layout, reader } = await openIdx(file, 'the labels');
  const { shape, type, isLittle } = layout;
  try {
    const [count = 0, ...rest] = shape;
    if (rest.length > 0) {
      throw new InputError(`has labels of the shape ${describeShape(shape)}; give one for each image`, { file });
    }
    const values: string[] = [];
    for await (const piece of reader.pieces(count * type.bytes, type.bytes)) {
      const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
      for (let at = 0; at < piece.length; at += type.bytes) values.push(String(type.read(view, at, isLittle)));
    }
    await reader.expectEnd();
    return { values, each: 1, isReal: type.isReal ?? false };
  } finally {
    await reader.close();
  }
};

/** Reads the header; the values come next. */
const openIdx = async (
  file: string,
  what: string,
): Promise<{ readonly layout: ArrayLayout; readonly reader: ByteReader }> => {
  const { reader, size, isPacked } = await openBytes(file, what);
  try {
    const [zero, alsoZero, code = 0, dimensions = 0] = await reader.take(4);
    const type = numberTypes[typeNames[code] ?? ''];
    if (zero !== 0 || alsoZero !== 0 || !type || dimensions < 1 || dimensions > mostDimensions) {
      throw new InputError('is no IDX file, though it is called one: it does not begin as they do', { file });
    }
    const sizes = await reader.take(4 * dimensions);
    const shape = Array.from({ length: dimensions }, (_, at) => sizes.readUInt32BE(4 * at));
    const layout = { shape, type, isLittle: false };
    checkPromise(file, what, layout, size - (isPacked ? 0 : 4 + 4 * dimensions), isPacked);
    return { layout, reader };
  } catch (error) {
    await reader.close();
    throw error;
  }
};
