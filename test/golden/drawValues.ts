import type { Tensor } from '../../engine/compute/tensor.ts';

// The numbers that golden networks begin with, which `drawValues.py` makes too: the files hold results alone.

/** `count` integers of 32 bits: FNV-1a of the key, counted on and mixed as in splitmix32. */
const drawWords = (key: string, count: number): Uint32Array => {
  let state = 0x811c9dc5;
  for (const byte of Buffer.from(key)) state = Math.imul(state ^ byte, 0x01000193);
  return Uint32Array.from({ length: count }, (_, i) => {
    let x = (Math.imul(i + 1, 0x9e3779b9) + state) | 0;
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    return x ^ (x >>> 16);
  });
};

/** Numbers in [0, 1), multiples of 2^-24. */
export const drawShares = (key: string, count: number): Float64Array =>
  Float64Array.from(drawWords(key, count), (word) => (word >>> 8) / 2 ** 24);

/** Numbers in [-scale, scale) of 32 bits. */
export const drawValues = (key: string, count: number, scale: number): Float32Array =>
  Float32Array.from(drawShares(key, count), (share) => (2 * share - 1) * scale);

export const drawIntegers = (key: string, count: number, below: number): Int32Array =>
  Int32Array.from(drawShares(key, count), (share) => Math.floor(share * below));

/** First values of the parameter `name`, `rnn.weight_hh_l0` or so. */
export const drawParameter = (key: string, name: string, shape: readonly number[]): Tensor => {
  const count = shape.reduce((product, size) => product * size, 1);
  const draw = (scale: number): Float32Array => drawValues(`${key}/${name}`, count, scale);
  if (name.includes('norm_')) return { shape, values: draw(0.5).map((value) => value + 1) };
  const isMatrix = name.includes('weight') && !name.startsWith('embedding');
  return { shape, values: draw(isMatrix ? 1 / Math.sqrt(shape[1] ?? NaN) : 0.5) };
};
