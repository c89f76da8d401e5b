import { encode } from 'fast-png';
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../../engine/compute/random.ts';
import { InputError } from '../../../../../engine/errors.ts';
import { readPng } from '../../../../../engine/files/pictures/readPng.ts';
import { chunk, greyPng, pngBytes } from './pictureBytes.ts';

const valuesOf = (bytes: Buffer): number[] => [...readPng('a.png', bytes).values];

describe('a PNG is read with values from 0 to 255:', () => {
  test('grey, and colours one beside another', () => {
    expect(readPng('a.png', greyPng(2, [0, 10, 255, 7]))).toMatchObject({ width: 2, height: 2, isColoured: false });
    expect(valuesOf(greyPng(2, [0, 10, 255, 7]))).toEqual([0, 10, 255, 7]);
    const png = encode({ width: 2, height: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6), channels: 3 });
    expect(readPng('a.png', Buffer.from(png))).toMatchObject({ isColoured: true });
    expect(valuesOf(Buffer.from(png))).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('of 16 bits the share of the largest', () => {
    const png = encode({ width: 2, height: 1, data: Uint16Array.of(65535, 257), channels: 1, depth: 16 });
    expect(valuesOf(Buffer.from(png))).toEqual([255, 1]);
  });

  test('of 1, 2 and 4 bits, a row beginning with a byte', () => {
    const of = (depth: number, ...rows: number[]) =>
      valuesOf(pngBytes({ width: 3, height: 2, depth, rows: Uint8Array.from(rows) }));
    expect(of(1, 0, 0b10100000, 0, 0b01000000)).toEqual([255, 0, 255, 0, 255, 0]);
    expect(of(2, 0, 0b00011000, 0, 0b11000000)).toEqual([0, 85, 170, 255, 0, 0]);
    expect(of(4, 0, 0x0f, 0x30, 0, 0x10, 0xf0)).toEqual([0, 255, 51, 17, 0, 255]);
  });

  test('of a palette its colours, and what is see-through on white ground', () => {
    const palette = [10, 20, 30, 255, 0, 0];
    const picture = { width: 2, height: 1, kind: 3, rows: Uint8Array.of(0, 1, 0), palette };
    expect(valuesOf(pngBytes(picture))).toEqual([255, 0, 0, 10, 20, 30]);
    expect(valuesOf(pngBytes({ ...picture, opacity: [0] }))).toEqual([255, 0, 0, 255, 255, 255]);
    const grey = encode({ width: 3, height: 1, data: Uint8Array.of(0, 255, 0, 0, 51, 0), channels: 2 });
    expect(valuesOf(Buffer.from(grey))).toEqual([0, 255, 255]);
    const half = encode({ width: 1, height: 1, data: Uint8Array.of(0, 100, 255, 51), channels: 4 });
    expect(valuesOf(Buffer.from(half)).map(Math.round)).toEqual([204, 224, 255]);
  });

  test('filtered and interlaced, as the library writes it', () => {
    const data = Uint8Array.from({ length: 13 * 11 }, (_, at) => (at * 7) % 256);
    const plain = Buffer.from(encode({ width: 13, height: 11, data, channels: 1 }));
    const laced = Buffer.from(encode({ width: 13, height: 11, data, channels: 1 }, { interlace: 'Adam7' }));
    expect(valuesOf(plain)).toEqual([...data]);
    expect(valuesOf(laced)).toEqual([...data]);
  });
});

describe('a PNG is refused, with the way out:', () => {
  const grey = greyPng(4, new Array<number>(16).fill(9));
  const withSize = (width: number, height: number): Buffer => {
    const bytes = Buffer.from(grey);
    bytes.writeUInt32BE(width, 16);
    bytes.writeUInt32BE(height, 20);
    return bytes;
  };
  test.each([
    [
      'of 2^40 pixels',
      withSize(2 ** 20, 2 ** 20),
      'says that it is 1048576 × 1048576 pixels; at most 16777216 in all can be read',
    ],
    ['without pixels', withSize(0, 4), 'says that it is 0 × 4 pixels'],
    ['that promises more than it holds', withSize(4, 5), 'promises 4 × 5 pixels and holds fewer; get the whole file'],
    ['that is cut', grey.subarray(0, -20), 'promises 4 × 4 pixels and holds fewer; get the whole file'],
    [
      'that is something else',
      Buffer.from('GIF89a and more than thirty-three bytes'),
      'is no PNG, though it is called one',
    ],
    [
      'of unheard-of colours',
      pngBytes({ width: 1, height: 1, kind: 5, rows: Uint8Array.of(0, 0) }),
      'has values of 8 bits in colours of kind 5',
    ],
    [
      'that unpacks to a thousand times its size',
      pngBytes({ width: 4, height: 4, rows: new Uint8Array(1e7) }),
      'unpacks to more than the 4 × 4 pixels that it promises',
    ],
    [
      'of an unknown filter',
      pngBytes({ width: 1, height: 1, rows: Uint8Array.of(9, 0) }),
      'is no sound PNG (Unsupported filter: 9)',
    ],
    [
      'of a palette that lacks a colour',
      pngBytes({ width: 1, height: 1, kind: 3, rows: Uint8Array.of(0, 1), palette: [1, 2, 3] }),
      'is no sound PNG',
    ],
    [
      'interlaced with few bits',
      pngBytes({ width: 1, height: 1, depth: 1, interlace: 1, rows: Uint8Array.of(0, 0) }),
      'is interlaced with 1 bits a value',
    ],
  ])('%s', (_, bytes, message) => {
    expect(() => readPng('a.png', bytes)).toThrow(message);
  });

  test('but not for a profile that would unpack to gigabytes, which is not looked at', () => {
    const bomb = chunk('iCCP', Buffer.concat([Buffer.from('x\0\0'), deflateSync(new Uint8Array(1e7))]));
    expect(valuesOf(pngBytes({ width: 1, height: 1, rows: Uint8Array.of(0, 5), more: [bomb] }))).toEqual([5]);
  });
});

test('2,000 damaged pictures are read or refused with a reason, none otherwise', () => {
  const sound = [
    greyPng(
      5,
      Array.from({ length: 30 }, (_, at) => at * 8),
    ),
    pngBytes({ width: 2, height: 1, kind: 3, rows: Uint8Array.of(0, 1, 0), palette: [1, 2, 3, 4, 5, 6] }),
  ];
  const random = createRandom(3);
  let refused = 0;
  for (let index = 0; index < 2000; index++) {
    const bytes = Buffer.from(sound[index % 2]!);
    for (let change = 0; change <= index % 3; change++) bytes[random.integer(bytes.length)] = random.integer(256);
    try {
      readPng('a.png', index % 5 === 0 ? bytes.subarray(0, random.integer(bytes.length)) : bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(600);
});
