import { InputError } from '../../errors.ts';
import { shorten } from '../../words/shorten.ts';
import { type ArrayLayout, describeShape } from './arrayLayout.ts';
import type { ByteReader } from './byteReader.ts';
import { numberTypes } from './numberType.ts';

const magic = Buffer.from('\x93NUMPY', 'latin1');
/** Characters of a header before it is taken for something else; NumPy itself reads no more than 10,000. */
const longestHeader = 1 << 16;

/** Texts of a fixed size, as labels may be. */
export interface TextLayout {
  readonly shape: readonly number[];
  /** Characters of 32 bits, or bytes. */
  readonly unit: 'U' | 'S';
  /** Of a text. */
  readonly length: number;
  readonly isLittle: boolean;
}

export interface NpyHeader {
  readonly layout: ArrayLayout | TextLayout;
  /** Bytes of the header. */
  readonly bytes: number;
}

export const isText = (layout: ArrayLayout | TextLayout): layout is TextLayout => 'unit' in layout;

/**
 * The header of an array as NumPy saves it, versions 1 to 3; its values come next. Throws an `InputError` for what is
 * none, for an array of objects or records, and for one in the order of Fortran. `what` is what it is in messages.
 */
export const readNpyHeader = async (file: string, what: string, bytes: ByteReader): Promise<NpyHeader> => {
  const start = await bytes.take(8);
  const version = start[6] ?? 0;
  if (!start.subarray(0, 6).equals(magic) || version < 1 || version > 3) {
    throw new InputError(`${what} is no array as NumPy saves it; save it with np.save`, { file });
  }
  const size = await bytes.take(version === 1 ? 2 : 4);
  const length = version === 1 ? size.readUInt16LE() : size.readUInt32LE();
  if (length > longestHeader)
    throw new InputError(`${what} has a header of ${length} bytes; save it with np.save`, { file });
  const text = (await bytes.take(length)).toString('latin1');
  return { layout: layoutOf(text, file, what), bytes: 8 + size.length + length };
};

const layoutOf = (text: string, file: string, what: string): ArrayLayout | TextLayout => {
  const shapeText = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(text)?.[1];
  const isFortran = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const description = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const numbers = (shapeText ?? '').split(',').map((part) => part.trim().replace(/L$/, ''));
  const shape = numbers.filter((part) => part !== '').map(Number);
  if (shapeText === undefined || isFortran === undefined || !shape.every((length) => Number.isSafeInteger(length))) {
    throw new InputError(`${what} has a damaged header; save it with np.save`, { file });
  }
  if (isFortran === 'True' && shape.length > 1) {
    const message = `${what} ${describeShape(shape)} is in the order of Fortran; save np.ascontiguousarray of it`;
    throw new InputError(message, { file });
  }
  const [, order = '', kind = '', digits = ''] = /^([<>=|]?)([a-zA-Z])(\d*)$/.exec(description ?? '') ?? [];
  const isLittle = order !== '>';
  if (kind === 'U' || kind === 'S') return { shape, unit: kind, length: Number(digits), isLittle };
  const type = numberTypes[`${kind}${digits}`];
  if (type) return { shape, type, isLittle };
  const holds = kind === 'O' ? 'Python objects' : `values of the type ${shorten(description ?? 'of records')}`;
  throw new InputError(`${what} holds ${holds}, not numbers; save array.astype(np.float32)`, { file });
};
