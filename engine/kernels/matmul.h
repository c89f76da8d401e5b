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

#define CASE(rows)                                                                                                    \
  case rows: tile(c, a, a_panel, b, k, rows, rows == 1 ? 4 : rows == 2 ? 2 : 1); break;

/** `tile` for a number of rows that is known at run time only, 1 to MR. */
INLINE void tile_of(int rows, float *c, const float *a, int a_panel, const float *b, int k) {
  switch (rows) {
    CASE(1) CASE(2) CASE(3) CASE(4)
#if MR > 4
    CASE(5) CASE(6)
#endif
#if MR > 6
    CASE(7) CASE(8)
#endif
#if MR > 8
    CASE(9) CASE(10) CASE(11) CASE(12) CASE(13)
#endif
  }
}

/** One panel of a product: c (rows, NR) += a (rows, k) times b (k, NR), a being a panel matrix. The rows are dealt
 * evenly to the fewest tiles: a tile of few rows takes nearly as long as one of many. */
static void panel_product(float *c, const float *a, const float *b, int rows, int k) {
  int a_panel = rows * NR;
  for (; k > 0; k -= KC, a += KC / NR * a_panel, b += KC * NR) {
    int depth = k < KC ? k : KC;
    for (int tiles = (rows + MR - 1) / MR, r = 0, n; tiles > 0; tiles--, r += n) {
      n = (rows - r + tiles - 1) / tiles;
      tile_of(n, c + r * NR, a + r * NR, a_panel, b, depth);
    }
  }
}
