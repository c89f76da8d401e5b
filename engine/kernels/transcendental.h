#pragma once
#include "vector.h"
/* Largest errors over all 2^32 numbers, denormal ones included, in units in the last place of the exact result
 * (test/bench/results/transcendental.md): exp 1.1, tanh 6.5, log 1, sigmoid 2.5 from -87 up.
 * The polynomials are our own least-maximum fits. */

/** The table's address, hidden from the compiler: else it would make vector constants of the terms, which engines
 * of WebAssembly rebuild from immediates at each use, while a broadcasting load is one instruction. */
INLINE const float *hidden(const float *table) {
  __asm__("" : "+r"(table));
  return table;
}

/** 1/ln 2; 1.5 * 2^23, adding which rounds to an integer held in the low bits; ln 2 in two parts, the first exact in
 * products with n; the polynomial. */
static const float exp_terms[] = {1.44269504f,   12582912.0f, -0.693359375f, 2.12194440e-4f, 0.0013814602f,
                                  0.008368716f,  0.04166839f, 0.16666521f,   0.49999994f,    1.0f};

/** e^x = p 2^n, 1/sqrt(2) <= p <= sqrt(2); n is returned. For |x| < 2^20 or NaN. */
INLINE ivec split_exp(vec x, vec *p) {
  const float *k = hidden(exp_terms);
  vec magic = splat(k[1]), shifted = fma(x, splat(k[0]), magic), n = shifted - magic;
  vec r = fma(n, splat(k[3]), fma(n, splat(k[2]), x));
  vec q = fma(splat(k[4]), r, splat(k[5]));
  q = fma(q, r, splat(k[6]));
  q = fma(q, r, splat(k[7]));
  q = fma(q, r, splat(k[8]));
  *p = fma(q * r, r, r) + splat(k[9]);
  return (ivec)shifted - (ivec)magic;
}

/** 0 at -inf, inf at inf, NaN at NaN. */
INLINE vec vec_exp(vec x) {
  vec p;
  ivec n = split_exp(clamp(x, -104.0f, 89.0f), &p), half = n >> 1;
  /* 2^n in two factors: n reaches from -150 to 128, beyond one float's exponent. */
  return p * (vec)((half + 127) << 23) * (vec)((n - half + 127) << 23);
}

/** Below -87 at most 1.7e-38 too large: without that limit it takes an eighth to a fifth more time. */
INLINE vec vec_sigmoid(vec x) {
  vec p, one = splat(hidden(exp_terms)[9]);
  ivec n = split_exp(clamp(-x, -87.0f, 88.0f), &p);
  /* 2^n by its exponent, on top of one's. */
  return one / fma(p, (vec)((n << 23) + (ivec)one), one);
}

static const float tanh_terms[] = {1.33186555e-08f, 2.0583175e-05f,  0.003494016f, 0.13379702f,
                                   7.7618466e-07f,  0.00032830623f, 0.025871003f, 0.46713018f, 1.0f};

/** A rational function of x^2; beyond |x| = 9.02 the result rounds to 1. */
INLINE vec vec_tanh(vec x) {
  const float *k = hidden(tanh_terms);
  vec c = clamp(x, -9.02f, 9.02f), z = c * c, one = splat(k[8]);
  vec p = fma(splat(k[0]), z, splat(k[1]));
  p = fma(p, z, splat(k[2]));
  p = fma(p, z, splat(k[3]));
  p = fma(p, z, one);
  vec q = fma(splat(k[4]), z, splat(k[5]));
  q = fma(q, z, splat(k[6]));
  q = fma(q, z, splat(k[7]));
  q = fma(q, z, one);
  return clamp(c * p / q, -1.0f, 1.0f);
}

/** Natural logarithm by x = 2^n m, sqrt(1/2) <= m < sqrt(2). -inf at 0, NaN below, inf at inf. */
INLINE vec vec_log(vec x) {
  vec infinity = splat(__builtin_inff());
  /* Denormal numbers have no exponent of their own. */
  ivec denormal = x < splat(0x1p-126f), bits = (ivec)choose(denormal, x * 0x1p23f, x);
  ivec n = (bits - 0x3f3504f3) >> 23;
  vec f = (vec)(bits - (n << 23)) - 1.0f;
  vec p = fma(splat(-0.07634497f), f, splat(0.12761576f));
  p = fma(p, f, splat(-0.13160183f));
  p = fma(p, f, splat(0.14201757f));
  p = fma(p, f, splat(-0.16623357f));
  p = fma(p, f, splat(0.20001227f));
  p = fma(p, f, splat(-0.2500082f));
  p = fma(p, f, splat(0.3333333f));
  vec scale = __builtin_convertvector(n - (denormal & 23), vec), square = f * f;
  vec y = fma(p * f, square, scale * -2.12194440e-4f);
  y = fma(splat(-0.5f), square, y);
  y = fma(scale, splat(0.693359375f), y + f);
  y = choose(x < infinity, y, x);
  return choose(x > splat(0), y, choose(x == splat(0), -infinity, splat(__builtin_nanf(""))));
}

/** ln(1 + x), of small x with as many digits as of others: what rounding takes off 1 + x is put back (Kahan). */
INLINE vec vec_log1p(vec x) {
  vec sum = 1.0f + x, rounded = sum - 1.0f;
  return choose(rounded == splat(0), x, vec_log(sum) * (x / rounded));
}
