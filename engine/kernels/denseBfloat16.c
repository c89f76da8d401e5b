#include "bfloat16.h"
#include "kernels.h"

#ifdef __AMX_BF16__
/** Pairs of rows that a gradient goes through at once: the last are filled up with zeros. */
#define PAIRS_AT_ONCE TILE
#else
#define PAIRS_AT_ONCE 1
#endif

/** Pairs of rows of a gradient with those that fill them up. */
INLINE int filled_pairs(int rows) { return (pairs_of(rows) + PAIRS_AT_ONCE - 1) / PAIRS_AT_ONCE * PAIRS_AT_ONCE; }

/** Rows whose panels, rounded, stay in the first-level cache. */
#define ROUNDED_ROWS 256
/** Columns of theirs that are rounded together. */
#define ROUNDED_COLUMNS 512

/** So many rows of a sequence: `steps` whole steps, or where one has too many some of its lanes. */
struct rows {
  int t, steps, lane, lanes;
};

/** The rows that come first; then `next_rows` until none are left. */
INLINE struct rows first_rows(int T, int B) {
  int steps = B < ROUNDED_ROWS ? ROUNDED_ROWS / B : 1;
  return (struct rows){0, steps < T ? steps : T, 0, B < ROUNDED_ROWS ? B : ROUNDED_ROWS};
}

INLINE struct rows next_rows(struct rows rows, int T, int B) {
  int lane = rows.lane + rows.lanes;
  if (lane < B) return (struct rows){rows.t, 1, lane, B - lane < ROUNDED_ROWS ? B - lane : ROUNDED_ROWS};
  int t = rows.t + rows.steps, steps = T - t < rows.steps ? T - t : rows.steps;
  return (struct rows){t, steps, 0, B < ROUNDED_ROWS ? B : ROUNDED_ROWS};
}

/** y (panels, rows in pairs, NR) = the panels p … p + panels - 1 of those rows of a sequence (T, B, columns). */
INLINE void pair_rows(unsigned *y, const float *x, struct rows rows, int p, int panels, int B, int all_panels) {
  int count = rows.steps * rows.lanes;
  for (int q = 0; q < panels; q++) {
    const float *panel = x + ((rows.t * all_panels + p + q) * B + rows.lane) * NR;
    int lane = 0, skipped = (all_panels * B - rows.lanes) * NR;
    for (int i = 0; i < count; i += 2, y += NR) {
      const float *first = panel;
      panel += NR;
      if (++lane == rows.lanes) lane = 0, panel += skipped;
      const float *second = i + 1 < count ? panel : 0;
      panel += NR;
      if (++lane == rows.lanes) lane = 0, panel += skipped;
      store_pair(y, load(first), second ? load(second) : splat(0));
      store_pair(y + VL, load(first + VL), second ? load(second + VL) : splat(0));
    }
  }
}

/** The same as the factor whose columns are gone through. */
INLINE void factor_rows(factor *y, const float *x, struct rows rows, int p, int panels, int B, int all_panels) {
#ifdef __AMX_BF16__
  /* A tile has columns for rows: their pairs lie together. room is for one panel. */
  int pairs = pairs_of(rows.steps * rows.lanes), filled = filled_pairs(rows.steps * rows.lanes);
  unsigned *columns = (unsigned *)y, *room = columns + ROUNDED_COLUMNS * ROUNDED_ROWS / 2;
  for (int q = 0; q < panels; q++, columns += NR * filled) {
    pair_rows(room, x, rows, p + q, 1, B, all_panels);
    for (int d = 0; d < NR; d++)
      for (int i = 0; i < filled; i++) columns[d * filled + i] = i < pairs ? room[i * NR + d] : 0;
  }
#elif defined __AVX512BF16__
  pair_rows((unsigned *)y, x, rows, p, panels, B, all_panels);
#else
  int count = rows.steps * rows.lanes;
  for (int q = 0; q < panels; q++) {
    for (int s = 0; s < rows.steps; s++, y += rows.lanes * NR)
      round_rows(y, x + (((rows.t + s) * all_panels + p + q) * B + rows.lane) * NR, rows.lanes);
    if (count % 2 == 0) continue;
    for (int k = 0; k < NR; k += VL) store(y + k, splat(0));
    y += NR;
  }
#endif
}

/** y, the pair matrix (D, panels*NR), = x, the panel matrix, rounded: its panels from … to - 1. */
KERNEL void round_pairs(unsigned *y, const float *x, int D, int from, int to) {
  for (int p = from; p < to; p++) pair_rows(y + p * pairs_of(D) * NR, x, (struct rows){0, 1, 0, D}, p, 1, D, to);
}

/** z (T, B, panels*NR) = bias1 + bias2 + x (T, B, D), rounded to bfloat16, times the pair matrix w (D, panels*NR).
 * scratch has 512 * 256 floats. */
KERNEL void project_bf16(float *z, const float *x, const unsigned *w, const float *OPTIONAL bias1,
                         const float *OPTIONAL bias2, float *scratch, int T, int B, int D, int panels) {
  int x_panels = panels_of(D);
  for (struct rows rows = first_rows(T, B); rows.t < T; rows = next_rows(rows, T, B))
    for (int d = 0; d == 0 || d < D; d += ROUNDED_COLUMNS) {
      int columns = D - d < ROUNDED_COLUMNS ? D - d : ROUNDED_COLUMNS, n = panels_of(columns), step = n * rows.lanes * NR;
      factor *rounded = (factor *)scratch;
      for (int s = 0; s < rows.steps; s++)
        for (int q = 0; q < n; q++)
          round_rows(rounded + s * step + q * rows.lanes * NR,
                     x + (((rows.t + s) * x_panels + d / NR + q) * B + rows.lane) * NR, rows.lanes);
      for (int p = 0; p < panels; p++)
        for (int s = 0; s < rows.steps; s++) {
          float *panel = z + (((rows.t + s) * panels + p) * B + rows.lane) * NR;
          if (d == 0)
            for (int k = 0; k < rows.lanes * NR; k += VL) {
              vec bias = bias1 ? load(bias1 + p * NR + k % NR) : splat(0);
              store(panel + k, bias2 ? bias + load(bias2 + p * NR + k % NR) : bias);
            }
          pair_product(panel, rounded + s * step, w + (p * pairs_of(D) + d / 2) * NR, rows.lanes, columns);
        }
    }
}

/** Columns of a gradient's tile, so many that whole tiles fill a panel. */
#define COLUMNS_OF_TILE (MR < 8 ? 4 : 8)

#define COLUMN_CASE(columns)                                                                                          \
  case columns:                                                                                                       \
    pair_tile(c, a, NEXT_COLUMN, 2 * NR, SECOND_ROW, pairs, 0, b, pairs, columns);                                    \
    break;

INLINE void column_tile_of(int columns, float *c, const factor *a, const unsigned *b, int pairs) {
  switch (columns) {
    COLUMN_CASE(1) COLUMN_CASE(2) COLUMN_CASE(3) COLUMN_CASE(4)
#if MR >= 8
    COLUMN_CASE(5) COLUMN_CASE(6) COLUMN_CASE(7) COLUMN_CASE(8)
#endif
  }
}

/** c (columns, NR) += the columns of a times the pairs b. */
INLINE void multiply_columns(float *c, const factor *a, const unsigned *b, int columns, int pairs) {
#ifdef __AMX_BF16__
  multiply_rows(c, (const char *)a, pairs * 4, TILE * 4, b, columns, pairs);
#else
  for (int d = 0; d < columns; d += COLUMNS_OF_TILE) {
    const factor *panel = a + d / NR * 2 * pairs * NR + d % NR * NEXT_COLUMN;
    column_tile_of(columns - d < COLUMNS_OF_TILE ? columns - d : COLUMNS_OF_TILE, c + d * NR, panel, b, pairs);
  }
#endif
}

/** dw (D, panels*NR), of the panels whose gate is one of from … to - 1, += x (T, B, D) transposed times dz (T, B, panels*NR),
 * both rounded to bfloat16. scratch has 512 * 256 + 128 * NR floats. */
KERNEL void gate_weight_gradient_bf16(float *dw, const float *x, const float *dz, float *scratch, int T, int B, int D,
                                      int panels, int gates, int from, int to) {
  int x_panels = panels_of(D), together = ROUNDED_COLUMNS / NR;
  for (struct rows rows = first_rows(T, B); rows.t < T; rows = next_rows(rows, T, B)) {
    int pairs = pairs_of(rows.steps * rows.lanes), filled = filled_pairs(rows.steps * rows.lanes);
    factor *columns = (factor *)scratch;
    unsigned *gradients = (unsigned *)(scratch + ROUNDED_COLUMNS * ROUNDED_ROWS);
    for (int q0 = 0; q0 < x_panels; q0 += together) {
      int q_end = x_panels - q0 < together ? x_panels : q0 + together;
      factor_rows(columns, x, rows, q0, q_end - q0, B, x_panels);
      for (int p = 0; p < panels; p++) {
        if (p % gates < from || p % gates >= to) continue;
        pair_rows(gradients, dz, rows, p, 1, B, panels);
        for (int k = pairs * NR; k < filled * NR; k += VL) *(uvec *)(gradients + k) = (uvec){0};
        int left = (q_end < x_panels ? q_end * NR : D) - q0 * NR;
        multiply_columns(dw + (p * D + q0 * NR) * NR, columns, gradients, left, filled);
      }
    }
  }
}
