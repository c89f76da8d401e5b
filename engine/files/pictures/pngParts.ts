import { inflateSync } from 'node:zlib';
import { InputError } from '../../errors.ts';
import { checkPictureSize, cutPicture, type PictureHeader } from './picture.ts';

/** What the header of a PNG says. */
export interface PngHeader extends PictureHeader {
  /** Bits of a value. */
  readonly depth: number;
  /** 0 grey, 2 colours, 3 a palette, 4 grey with opacity, 6 colours with opacity. */
  readonly kind: number;
  readonly isInterlaced: boolean;
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const headerEnd = 33;
const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** What a picture is made of; the rest, as texts and profiles of colours, is not looked at. */
const needed = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);

/** Reads the header, which stands in the first 33 bytes. Throws an `InputError` for what is no PNG. */
export const readPngHeader = (file: string, bytes: Buffer): PngHeader => {
  if (
    bytes.length < headerEnd ||
    !bytes.subarray(0, 8).equals(signature) ||
    bytes.toString('latin1', 12, 16) !== 'IHDR'
  ) {
    throw new InputError('is no PNG, though it is called one: it does not begin as they do', { file });
  }
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const [depth = 0, kind = -1, , , interlace = 0] = bytes.subarray(24, 29);
  checkPictureSize(file, { width, height });
  if (channelsOf[kind] === undefined || ![1, 2, 4, 8, 16].includes(depth)) {
    throw new InputError(`has values of ${depth} bits in colours of kind ${kind}, which no PNG has; save it anew`, {
      file,
    });
  }
  return {
    width,
    height,
    depth,
    kind,
    isColoured: kind === 2 || kind === 3 || kind === 6,
    isInterlaced: interlace === 1,
  };
};

/**
 * The PNG with what a picture is made of alone. Throws an `InputError` where it ends in the middle, and where its pixels
 * unpack to more or less than its header says: whoever decodes it meets no surprise.
 */
export const checkedPng = (file: string, bytes: Buffer, header: PngHeader): Buffer => {
  const parts: Buffer[] = [signature];
  const packed: Buffer[] = [];
  let hasEnd = false;
  for (let at = 8; at + 12 <= bytes.length && !hasEnd;) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) throw cutPicture(file, header);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (needed.has(type)) parts.push(bytes.subarray(at, end));
    if (type === 'IDAT') packed.push(bytes.subarray(at + 8, end - 4));
    hasEnd = type === 'IEND';
    at = end;
  }
  if (!hasEnd || packed.length === 0) throw cutPicture(file, header);
  const expected = unpackedLength(header);
  let length: number;
  try {
    length = inflateSync(Buffer.concat(packed), { maxOutputLength: expected }).length;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR') throw cutPicture(file, header);
    throw new InputError(
      code === 'ERR_BUFFER_TOO_LARGE'
        ? `unpacks to more than the ${header.width} × ${header.height} pixels that it promises; get the file anew`
        : 'cannot be unpacked: it is damaged; get the file anew',
      { file },
    );
  }
  if (length < expected) throw cutPicture(file, header);
  return Buffer.concat(parts);
};

/** Where the pixels of each pass of an interlaced picture begin, and how far they are apart: across, then down. */
const passes = [
  [0, 8, 0, 8],
  [4, 8, 0, 8],
  [0, 4, 4, 8],
  [2, 4, 0, 4],
  [0, 2, 2, 4],
  [1, 2, 0, 2],
  [0, 1, 1, 2],
] as const;

/** Bytes of all rows, each with one before it that says how it is filtered. */
const unpackedLength = ({ width, height, depth, kind, isInterlaced }: PngHeader): number => {
  const rows = (across: number, down: number): number =>
    across === 0 ? 0 : down * (1 + Math.ceil((across * depth * (channelsOf[kind] ?? 1)) / 8));
  if (!isInterlaced) return rows(width, height);
  return passes.reduce(
    (sum, [x, dx, y, dy]) =>
      sum + rows(Math.max(0, Math.ceil((width - x) / dx)), Math.max(0, Math.ceil((height - y) / dy))),
    0,
  );
};
