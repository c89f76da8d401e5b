/** A seeded generator of pseudo-random numbers: the same seed gives the same numbers on every machine. */
export interface Random {
  /** Uniform in [0, 1), a multiple of 2^-32. */
  next(): number;
  /** Uniform among the integers 0 … n-1, for n from 1 to 2^32. */
  integer(n: number): number;
  /** Normal with mean 0 and variance 1. */
  normal(): number;
  /** Puts the values into a uniformly random order, in place. */
  shuffle(values: Int32Array): void;
}

const rotateLeft = (x: number, k: number): number => (x << k) | (x >>> (32 - k));

/** Spreads a 32-bit seed over as many words as asked (splitmix32), so that near seeds give unlike streams. */
const expandSeed = (seed: number, words: number): Uint32Array => {
  let x = seed | 0;
  return Uint32Array.from({ length: words }, () => {
    x = (x + 0x9e3779b9) | 0;
    let z = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return z ^ (z >>> 16);
  });
};

/** xoshiro128** (Blackman and Vigna 2018): period 2^128 - 1. `seed` is taken modulo 2^32. */
export const createRandom = (seed: number): Random => {
  let [a = 0, b = 0, c = 0, d = 0] = expandSeed(seed, 4);

  const word = (): number => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotateLeft(d, 11);
    return result;
  };

  const next = (): number => word() / 2 ** 32;

  const integer = (n: number): number => {
    // Words above the last whole multiple of n would favour the small remainders.
    const limit = 2 ** 32 - (2 ** 32 % n);
    let value = word();
    while (value >= limit) value = word();
    return value % n;
  };

  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());

  const shuffle = (values: Int32Array): void => {
    for (let i = values.length - 1; i > 0; i--) {
      const j = integer(i + 1);
      const moved = values[i] ?? 0;
      values[i] = values[j] ?? 0;
      values[j] = moved;
    }
  };

  return { next, integer, normal, shuffle };
};
