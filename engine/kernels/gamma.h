#pragma once
#include "transcendental.h"
/* What likelihoods need of the gamma function, by asymptotic series (Abramowitz and Stegun 6.1.41, 6.3.18, and Tricomi and
 * Erdelyi 1951 for the quotient) at an argument that recurrence has made large enough. Errors stand with each function,
 * and are held by test/unit/engine/network/losses/gammaRests.test.ts. */

/** ln(2 pi)/2 */
#define HALF_LOG_TAU 0.918938533f

/**
 * ln(x)/2 - ln(gamma(x + 1/2) / gamma(x)), which falls to 0 as 1/(8x), and its slope. For x >= 1 within 5e-7.
 */
INLINE vec vec_half_gamma(vec x, vec *slope) {
  vec far = x + 3.0f, inverse = 1.0f / far, square = inverse * inverse;
  vec series = fma(splat(0.0015625f), square, splat(-0.0052083333f));
  series = inverse * fma(series, square, splat(0.125f));
  vec falls = fma(splat(-0.0078125f), square, splat(0.015625f));
  falls = square * fma(falls, square, splat(-0.125f));
  vec quotient = splat(1);
  for (int i = 0; i < 3; i++) {
    vec whole = x + (float)i, half = whole + 0.5f;
    quotient *= half / whole;
    falls -= 0.5f / (whole * half);
  }
  *slope = falls + 1.5f / (x * far);
  return series + 0.5f * vec_log(quotient * quotient * (x / far));
}

/** x, or x + 4 where that is less than 4: there series of four terms are exact in single precision. */
INLINE vec made_large(vec x) { return choose(x < splat(4), x + 4.0f, x); }

/**
 * ln(gamma(x)) - ((x - 1/2) ln(x) - x + ln(2 pi)/2), which falls to 0 as 1/(12x): what Stirling's formula leaves, without
 * the digits that ln(gamma(x)) itself loses in differences. For x > 0 within 1e-6 of the larger of 1 and itself.
 */
INLINE vec vec_stirling_rest(vec x) {
  vec large = made_large(x), inverse = 1.0f / large, square = inverse * inverse;
  vec series = fma(splat(0.00079365079f), square, splat(-0.0027777778f));
  series = inverse * fma(series, square, splat(0.083333333f));
  vec steps = splat(0);
  for (int i = 0; i < 4; i++) {
    vec at = x + (float)i;
    steps += fma(at + 0.5f, vec_log1p(1.0f / at), splat(-1));
  }
  return series + choose(x < splat(4), steps, splat(0));
}

/** digamma(x) - ln(x), which rises to 0 as -1/(2x). For x > 0 within 1e-6 of the larger of 1 and itself. */
INLINE vec vec_digamma_rest(vec x) {
  vec large = made_large(x), inverse = 1.0f / large, square = inverse * inverse;
  vec series = fma(splat(-0.003968254f), square, splat(0.0083333333f));
  series = fma(series, square, splat(-0.083333333f));
  series = fma(series, square, -0.5f * inverse);
  vec steps = vec_log(large / x);
  for (int i = 0; i < 4; i++) steps -= 1.0f / (x + (float)i);
  return series + choose(x < splat(4), steps, splat(0));
}
