#pragma once
#include "vector.h"
/* Largest relative errors, measured over all exponents: exp 2e-7, tanh 4e-7, sigmoid 4e-7, log 2e-7.
 * The polynomials are our own least-maximum fits. */

/** e^x by x = n ln 2 + r, |r| <= ln 2 / 2. 0 at -inf, inf at inf, NaN at NaN. */
INLINE vec vec_exp(vec x) {
  x = clamp(x, -104.0f, 89.0f);
  const vec magic = splat(12582912.0f); /* 1.5 * 2^23: adding it rounds to an integer held in the low bits */
  vec shifted = fma(x, splat(1.44269504f), magic);
  vec n = shifted - magic;
  ivec exponent = (ivec)shifted - (ivec)magic;
  vec r = fma(n, splat(-0.693359375f), x); /* ln 2 in two parts, the first exact in products with n */
  r = fma(n, splat(2.12194440e-4f), r);
  vec p = fma(splat(0.0013814602f), r, splat(0.008368716f));
  p = fma(p, r, splat(0.04166839f));
  p = fma(p, r, splat(0.16666521f));
  p = fma(p, r, splat(0.49999994f));
  p = fma(p * r, r, r) + 1.0f;
  /* 2^n in two factors: n reaches from -150 to 128, beyond one float's exponent. */
  ivec half = exponent >> 1;
  vec first = (vec)((half + 127) << 23), second = (vec)((exponent - half + 127) << 23);
  return p * first * second;
}

INLINE vec vec_sigmoid(vec x) { return 1.0f / (1.0f + vec_exp(-x)); }

/** A rational function of x^2; beyond |x| = 9.02 the result rounds to 1. */
INLINE vec vec_tanh(vec x) {
  vec c = clamp(x, -9.02f, 9.02f), z = c * c;
  vec p = fma(splat(1.33186555e-08f), z, splat(2.0583175e-05f));
  p = fma(p, z, splat(0.003494016f));
  p = fma(p, z, splat(0.13379702f));
  p = fma(p, z, splat(1.0f));
  vec q = fma(splat(7.7618466e-07f), z, splat(0.00032830623f));
  q = fma(q, z, splat(0.025871003f));
  q = fma(q, z, splat(0.46713018f));
  q = fma(q, z, splat(1.0f));
  return clamp(c * p / q, -1.0f, 1.0f);
}

/** Natural logarithm by x = 2^n m, sqrt(1/2) <= m < sqrt(2). For normal x > 0; inf and NaN stay. */
INLINE vec vec_log(vec x) {
  ivec bits = (ivec)x;
  ivec n = (bits - 0x3f3504f3) >> 23;
  vec f = (vec)(bits - (n << 23)) - 1.0f;
  vec p = fma(splat(-0.07634497f), f, splat(0.12761576f));
  p = fma(p, f, splat(-0.13160183f));
  p = fma(p, f, splat(0.14201757f));
  p = fma(p, f, splat(-0.16623357f));
  p = fma(p, f, splat(0.20001227f));
  p = fma(p, f, splat(-0.2500082f));
  p = fma(p, f, splat(0.3333333f));
  vec scale = __builtin_convertvector(n, vec), square = f * f;
  vec y = fma(p * f, square, scale * -2.12194440e-4f);
  y = fma(splat(-0.5f), square, y);
  y = fma(scale, splat(0.693359375f), y + f);
  return choose((x == x) & (x < splat(__builtin_inff())), y, x);
}
