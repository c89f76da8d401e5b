/** How the numbers of an array are written. */
export interface NumberType {
  readonly bytes: number;
  /** Of those that may have a fraction. */
  readonly isReal?: true;
  readonly read: (view: DataView, at: number, isLittle: boolean) => number;
}

/** By the letter and the number of bytes that NumPy calls them by: `f4`. Whole numbers beyond 2^53 are rounded. */
export const numberTypes: Readonly<Record<string, NumberType>> = {
  b1: { bytes: 1, read: (view, at) => view.getUint8(at) },
  u1: { bytes: 1, read: (view, at) => view.getUint8(at) },
  i1: { bytes: 1, read: (view, at) => view.getInt8(at) },
  u2: { bytes: 2, read: (view, at, isLittle) => view.getUint16(at, isLittle) },
  i2: { bytes: 2, read: (view, at, isLittle) => view.getInt16(at, isLittle) },
  u4: { bytes: 4, read: (view, at, isLittle) => view.getUint32(at, isLittle) },
  i4: { bytes: 4, read: (view, at, isLittle) => view.getInt32(at, isLittle) },
  u8: { bytes: 8, read: (view, at, isLittle) => Number(view.getBigUint64(at, isLittle)) },
  i8: { bytes: 8, read: (view, at, isLittle) => Number(view.getBigInt64(at, isLittle)) },
  f2: { bytes: 2, isReal: true, read: (view, at, isLittle) => halfOf(view.getUint16(at, isLittle)) },
  f4: { bytes: 4, isReal: true, read: (view, at, isLittle) => view.getFloat32(at, isLittle) },
  f8: { bytes: 8, isReal: true, read: (view, at, isLittle) => view.getFloat64(at, isLittle) },
};

/** The number that 16 bits are (IEEE 754 binary16). */
const halfOf = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * 2 ** -24 * fraction;
  return sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
};
