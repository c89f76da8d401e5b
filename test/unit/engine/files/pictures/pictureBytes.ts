import { deflateSync } from 'node:zlib';

interface PngParts {
  readonly width: number;
  readonly height: number;
  readonly depth?: number;
  /** 0 grey, 2 colours, 3 a palette, 4 grey with opacity, 6 colours with opacity. */
  readonly kind?: number;
  readonly interlace?: number;
  /** Unpacked: each row with the byte of its filter before it. */
  readonly rows: Uint8Array;
  readonly palette?: readonly number[];
  readonly opacity?: readonly number[];
  /** Chunks besides. */
  readonly more?: readonly Buffer[];
}

/** A chunk, with a checksum that nobody looks at. */
export const chunk = (type: string, content: Uint8Array): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, Buffer.from(type, 'latin1'), content, Buffer.alloc(4)]);
};

/** A PNG made by hand, sound or not. */
export const pngBytes = ({ width, height, depth = 8, kind = 0, interlace = 0, rows, ...more }: PngParts): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, kind, 0, 0, interlace], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...(more.more ?? []),
    ...(more.palette ? [chunk('PLTE', Uint8Array.from(more.palette))] : []),
    ...(more.opacity ? [chunk('tRNS', Uint8Array.from(more.opacity))] : []),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array()),
  ]);
};

/** A grey PNG of 8 bits, not filtered. */
export const greyPng = (width: number, pixels: readonly number[]): Buffer => {
  const height = pixels.length / width;
  const rows = Array.from({ length: height }, (_, row) => [0, ...pixels.slice(row * width, (row + 1) * width)]);
  return pngBytes({ width, height, rows: Uint8Array.from(rows.flat()) });
};
