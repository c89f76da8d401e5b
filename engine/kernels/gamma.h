#pragma once
#include "transcendental.h"
/* What likelihoods need of the gamma function, by asymptotic series (Abramowitz and Stegun 6.1.41, 6.3.18, and Tricomi and
 * Erdelyi 1951 for the quotient) at an argument that recurrence has made large enough. Errors stand with each function,
 * and are held by test/unit/engine/network/gamma.test.ts. */

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
