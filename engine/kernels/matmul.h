#pragma once
#include "vector.h"

/** Rows of a tile. Four rows of two vectors and their operands fit WebAssembly's fifteen usable registers. */
#ifndef MR
#define MR 4
#endif

/** Depth of the piece of a weight panel that stays in the first-level cache, a multiple of NR. */
#define KC (4096 / NR)

INLINE int panels_of(int n) { return (n + NR - 1) / NR; }

/** c (rows, NR) += a (rows, k) times b (k, NR). Panels of a lie a_panel floats apart. Few rows have too few
 * independent sums to hide the latency of an addition, so the sums are split into several chains. */
INLINE void tile(float *c, const float *a, int a_panel, const float *b, int k, const int rows, const int chains) {
  vec sum[4][MR][2];
  UNROLL
  for (int s = 0; s < chains; s++)
    UNROLL
    for (int r = 0; r < rows; r++) {
      sum[s][r][0] = s ? splat(0) : load(c + r * NR);
      sum[s][r][1] = s ? splat(0) : load(c + r * NR + VL);
    }
  for (; k >= NR; k -= NR, a += a_panel)
    DO_NOT_UNROLL
    for (const float *x = a, *end = a + NR; x != end; x += chains)
      UNROLL
      for (int s = 0; s < chains; s++, b += NR) {
        vec b0 = load(b), b1 = load(b + VL);
        UNROLL
        for (int r = 0; r < rows; r++) {
          vec factor = splat(x[r * NR + s]);
          sum[s][r][0] = fma(factor, b0, sum[s][r][0]);
          sum[s][r][1] = fma(factor, b1, sum[s][r][1]);
        }
      }
  DO_NOT_UNROLL
  for (const float *x = a; k > 0; k--, x++, b += NR) {
    vec b0 = load(b), b1 = load(b + VL);
    UNROLL
    for (int r = 0; r < rows; r++) {
      vec factor = splat(x[r * NR]);
      sum[0][r][0] = fma(factor, b0, sum[0][r][0]);
      sum[0][r][1] = fma(factor, b1, sum[0][r][1]);
    }
  }
  UNROLL
  for (int r = 0; r < rows; r++)
    UNROLL
    for (int s = 1; s < chains; s++) {
      sum[0][r][0] += sum[s][r][0];
      sum[0][r][1] += sum[s][r][1];
    }
  UNROLL
  for (int r = 0; r < rows; r++) {
    store(c + r * NR, sum[0][r][0]);
    store(c + r * NR + VL, sum[0][r][1]);
  }
}

/** One panel of a product: c (rows, NR) += a (rows, k) times b (k, NR), a being a panel matrix. */
static void panel_product(float *c, const float *a, const float *b, int rows, int k) {
  int a_panel = rows * NR;
  for (; k > 0; k -= KC, a += KC / NR * a_panel, b += KC * NR) {
    int depth = k < KC ? k : KC, r = 0;
    for (; r + MR <= rows; r += MR) tile(c + r * NR, a + r * NR, a_panel, b, depth, MR, 1);
    float *last = c + r * NR;
    const float *a_last = a + r * NR;
    switch (rows - r) {
    case 1: tile(last, a_last, a_panel, b, depth, 1, 4); break;
    case 2: tile(last, a_last, a_panel, b, depth, 2, 2); break;
    case 3: tile(last, a_last, a_panel, b, depth, 3, 1); break;
#if MR > 4
    case 4: tile(last, a_last, a_panel, b, depth, 4, 1); break;
    case 5: tile(last, a_last, a_panel, b, depth, 5, 1); break;
#endif
#if MR > 6
    case 6: tile(last, a_last, a_panel, b, depth, 6, 1); break;
    case 7: tile(last, a_last, a_panel, b, depth, 7, 1); break;
#endif
    }
  }
}
