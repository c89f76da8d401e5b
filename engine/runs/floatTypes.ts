/** A type of numbers that tensors come in. */
interface FloatType {
  /** Bytes of a value. */
  readonly width: number;
  /** Copies; `bytes` are little-endian and may begin at any address. */
  decode(bytes: Uint8Array<ArrayBuffer>): Float32Array;
  /** A value before it was rounded, of a type with numbers that 32 bits do not hold. */
  valueAt?(bytes: Uint8Array, at: number): number;
  /** What a person should know of the conversion. */
  readonly note?: string;
}

const decodeHalf = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 0x3ff;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
};

const halves = (bytes: Uint8Array<ArrayBuffer>): Uint16Array => new Uint16Array(bytes.slice().buffer);

/** The types of safetensors that become 32-bit weights. */
export const floatTypes: Readonly<Partial<Record<string, FloatType>>> = {
  F32: { width: 4, decode: (bytes) => new Float32Array(bytes.slice().buffer) },
  F64: {
    width: 8,
    decode: (bytes) => Float32Array.from(new Float64Array(bytes.slice().buffer)),
    valueAt: ({ buffer, byteOffset }, at) => new DataView(buffer, byteOffset + 8 * at, 8).getFloat64(0, true),
    note: 'were rounded from 64 to 32 bits, about 7 digits',
  },
  F16: {
    width: 2,
    decode: (bytes) => Float32Array.from(halves(bytes), decodeHalf),
    note: 'are 16-bit floats, exact as 32 bits but given to about 3 digits',
  },
  BF16: {
    width: 2,
    // The upper half of a 32-bit float.
    decode: (bytes) => new Float32Array(Uint32Array.from(halves(bytes), (bits) => bits << 16).buffer),
    note: 'are bfloat16, exact as 32 bits but given to about 2 digits',
  },
};
