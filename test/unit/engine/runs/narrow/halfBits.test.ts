import { describe, expect, test } from 'vitest';
import { roundEven, toBfloat16, toHalves } from '../../../../../engine/runs/narrow/halfBits.ts';
import { roundToBfloat16 } from '../../kernels/roundToBfloat16.ts';

/** The half floats of the language, which its types do not know yet. */
const { Float16Array: Halves } = globalThis as unknown as {
  readonly Float16Array: new (from: Float32Array | ArrayBufferLike) => Float32Array<ArrayBuffer>;
};

const floatsOf = (bits: Uint32Array<ArrayBuffer>): Float32Array<ArrayBuffer> => new Float32Array(bits.buffer);

/** Lower bits of a float on either side of what halves and bfloat16 are decided by. */
const lower = [0, 1, 0x0fff, 0x1000, 0x1001, 0x3000, 0x7fff, 0x8000, 0x8001];
/** With every exponent and either sign. */
const numbers = floatsOf(
  Uint32Array.from({ length: 8192 * lower.length }, (_, i) => (i % 8192) * 2 ** 19 + lower[Math.floor(i / 8192)]!),
).filter(Number.isFinite);

const isSame = (one: Uint16Array, other: Uint16Array): boolean =>
  one.length === other.length && one.every((bits, i) => bits === other[i]);

describe('half floats', () => {
  test('are those of the language, of every kind of number', () => {
    expect(isSame(toHalves(numbers), new Uint16Array(new Halves(numbers).buffer))).toBe(true);
  });

  test('of no numbers are no numbers, and quiet', () => {
    const payloads = floatsOf(Uint32Array.of(0x7f800001, 0x7fc00000, 0xff812345, 0xffffffff));
    expect([...toHalves(payloads)]).toEqual([0x7e00, 0x7e00, 0xfe00, 0xfe00]);
  });

  test('tie to even, run over into the next exponent, keep subnormal numbers, and end at 65504', () => {
    const pairs = [
      ...[
        [2049, 2048],
        [2051, 2052],
        [2047.5, 2048],
        [2 ** -14 - 2 ** -26, 2 ** -14],
      ],
      ...[
        [2 ** -24, 2 ** -24],
        [2 ** -25, 0],
        [3 * 2 ** -25, 2 ** -23],
      ],
      ...[
        [65519, 65504],
        [65520, Infinity],
        [-65520, -Infinity],
      ],
    ];
    const halves = toHalves(Float32Array.from(pairs, ([value = NaN]) => value));
    expect([...new Halves(halves.buffer)]).toEqual(pairs.map(([, half]) => half));
  });
});

describe('bfloat16', () => {
  test('is what the kernels round to, of every kind of normal number', () => {
    const normal = numbers.filter((value) => Math.abs(value) >= 2 ** -126);
    const rounded = new Uint32Array(normal.map(roundToBfloat16).buffer);
    expect(
      isSame(
        toBfloat16(normal),
        Uint16Array.from(rounded, (bits) => bits >>> 16),
      ),
    ).toBe(true);
  });

  test('keeps subnormal numbers, infinities and quiet no numbers, and may run over', () => {
    const bits = [0x00018000, 0x00028000, 0x80000001, 0x7f800000, 0x7f800001, 0xffffffff, 0x7f7fffff];
    const values = floatsOf(Uint32Array.from(bits));
    expect([...toBfloat16(values)]).toEqual([0x0002, 0x0002, 0x8000, 0x7f80, 0x7fc0, 0xffff, 0x7f80]);
  });
});

test('whole numbers are the nearest, of two the even one', () => {
  expect([0.5, 1.5, 2.5, -1.5, 126.5, 1.49].map(roundEven)).toEqual([0, 2, 2, -2, 126, 1]);
});
