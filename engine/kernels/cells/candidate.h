#pragma once
#include "transcendental.h"
/* The second form of minGRU and minLSTM (Feng et al. 2024): g(a) = a + 1/2 for a >= 0, else sigmoid(a). */

/** x = g(x) */
INLINE void make_positive(float *x, int count) {
  for (int k = 0; k < count; k += VL) {
    vec a = load(x + k);
    store(x + k, choose(a < splat(0), vec_sigmoid(a), a + 0.5f));
  }
}

/** The derivative of g where its value is y: from 1/2 on that of a line. */
INLINE vec positive_slope(vec y) { return choose(y < splat(0.5f), y * (1.0f - y), splat(1)); }
