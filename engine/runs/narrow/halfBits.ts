/** The nearest whole number; of two that are as near the even one. For |x| < 2⁵¹. */
export const roundEven = (x: number): number => x + roundingOffset - roundingOffset;

/** 1.5 × 2⁵², where neighbouring doubles are 1 apart. */
const roundingOffset = 6755399441055744;

const bitsOf = (values: Float32Array): Uint32Array => new Uint32Array(values.buffer, values.byteOffset, values.length);

/** The nearest IEEE half floats, ties to even, with subnormal numbers; beyond 65,504 they are infinite. A NaN is a quiet one. */
export const toHalves = (values: Float32Array): Uint16Array<ArrayBuffer> =>
  Uint16Array.from(bitsOf(values), (bits, at) => {
    const sign = (bits >>> 16) & 0x8000;
    const size = bits & 0x7fffffff;
    if (size > infinity) return sign | 0x7e00;
    if (size >= 0x47800000) return sign | 0x7c00;
    // Below 2⁻¹⁴ halves are whole multiples of 2⁻²⁴; the largest of them runs over into the smallest normal one.
    if (size < 0x38800000) return sign | roundEven(Math.abs(values[at] ?? 0) * 2 ** 24);
    return sign | ((size - 0x38000000 + 0xfff + ((size >>> 13) & 1)) >>> 13);
  });

/** The nearest bfloat16, ties to even, with subnormal numbers. A NaN is a quiet one. */
export const toBfloat16 = (values: Float32Array): Uint16Array<ArrayBuffer> =>
  Uint16Array.from(bitsOf(values), (bits) =>
    (bits & 0x7fffffff) > infinity ? (bits >>> 16) | 0x40 : (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16,
  );

const infinity = 0x7f800000;
