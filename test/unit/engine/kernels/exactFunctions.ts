/** What the functions of engine/kernels/transcendental.h are held against: the same in double precision. */

/** The `elementwise` kernel's code of each function, and the function, right to about 1e-16 of its value. */
export const exactFunctions = {
  exp: { code: 5, exact: Math.exp },
  tanh: { code: 2, exact: Math.tanh },
  sigmoid: { code: 1, exact: (x: number): number => 1 / (1 + Math.exp(-x)) },
  log: { code: 6, exact: Math.log },
} as const;

export type FunctionName = keyof typeof exactFunctions;

/** Below this the kernels' sigmoid keeps the value that it has here. */
export const SIGMOID_FLOOR = -87;

/** Single precision's unit in the last place, by the biased exponent of a number in double precision. */
const units = Float64Array.from({ length: 2048 }, (_, exponent) => 2 ** (Math.max(exponent - 1023, -126) - 23));

const double = new DataView(new ArrayBuffer(8));

/**
 * How far a single-precision result lies from the exact one, in units in the last place of the exact one; below the
 * smallest normal number they are 2^-149. Infinity is right where the exact result rounds to it. Infinite where one is
 * NaN or infinite and the other is not.
 */
export const ulpsBetween = (actual: number, exact: number): number => {
  if (Number.isNaN(exact)) return Number.isNaN(actual) ? 0 : Infinity;
  if (!Number.isFinite(actual)) return actual === Math.fround(exact) ? 0 : Infinity;
  double.setFloat64(0, exact);
  return Math.abs(actual - exact) / (units[(double.getUint16(0) >>> 4) & 2047] ?? NaN);
};
