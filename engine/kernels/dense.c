#include "kernels.h"
#include "matmul.h"

INLINE int least(int a, int b) { return a < b ? a : b; }

/** Rows of a sequence, and columns of theirs, that are worked on together: so many stay in the second-level cache. */
#define ROWS_TOGETHER 256
#define COLUMNS_TOGETHER 512
/** Rows whose panel stays in the first-level cache beside what it is multiplied with. */
#define PANEL_ROWS least(KC, ROWS_TOGETHER)

/** Steps of B rows that have as many rows, at least one. */
INLINE int steps_of(int rows, int B) { return B < rows ? rows / B : 1; }

INLINE void fill_rows(float *z, int rows, vec first, vec second) {
  for (int r = 0; r < rows; r++) {
    store(z + r * NR, first);
    store(z + r * NR + VL, second);
  }
}

/** The half-panel of a bias sum that begins at float i. */
INLINE vec bias_sum(const float *bias1, const float *bias2, int i) {
  vec sum = bias1 ? load(bias1 + i) : splat(0);
  return bias2 ? sum + load(bias2 + i) : sum;
}

/** z (T, B, panels*NR) = bias1 + bias2 + x (T, B, D) times w (D, panels*NR). Biases may be null. */
KERNEL void project(float *z, const float *x, const float *w, const float *OPTIONAL bias1, const float *OPTIONAL bias2,
                    int T, int B, int D, int panels) {
  int z_step = B * panels * NR, x_step = B * panels_of(D) * NR, group = steps_of(ROWS_TOGETHER, B);
  for (int t0 = 0; t0 < T; t0 += group)
    /* Of no columns the biases are left. */
    for (int d = 0; d == 0 || d < D; d += COLUMNS_TOGETHER)
      for (int p = 0; p < panels; p++) {
        vec first = bias_sum(bias1, bias2, p * NR), second = bias_sum(bias1, bias2, p * NR + VL);
        for (int t = t0; t < least(t0 + group, T); t++) {
          float *panel = z + t * z_step + p * B * NR;
          if (d == 0) fill_rows(panel, B, first, second);
          panel_product(panel, x + t * x_step + d * B, w + (p * D + d) * NR, B, least(COLUMNS_TOGETHER, D - d));
        }
      }
}

/** z = the same, where x is one-hot: row ids[t*B+b] of w (rows, panels*NR). Also looks up embeddings. */
KERNEL void gather_rows(float *z, const float *w, const float *OPTIONAL bias1, const float *OPTIONAL bias2,
                        const int *ids, int T, int B, int rows, int panels) {
  for (int t = 0; t < T; t++, ids += B)
    for (int p = 0; p < panels; p++) {
      vec first = bias_sum(bias1, bias2, p * NR), second = bias_sum(bias1, bias2, p * NR + VL);
      const float *panel = w + p * rows * NR;
      for (int b = 0; b < B; b++, z += NR) {
        store(z, load(panel + ids[b] * NR) + first);
        store(z + VL, load(panel + ids[b] * NR + VL) + second);
      }
    }
}

/** Row ids[t*B+b] of dw (rows, panels*NR) += dz (T, B, panels*NR), in the order of t, then b. */
KERNEL void scatter_rows(float *dw, const float *dz, const int *ids, int T, int B, int rows, int panels) {
  for (int t = 0; t < T; t++, ids += B)
    for (int p = 0; p < panels; p++) {
      float *panel = dw + p * rows * NR;
      for (int b = 0; b < B; b++, dz += NR) {
        float *row = panel + ids[b] * NR;
        store(row, load(row) + load(dz));
        store(row + VL, load(row + VL) + load(dz + VL));
      }
    }
}

/** Row `row` of dw (rows, panels*NR) = 0. */
KERNEL void zero_row(float *dw, int row, int rows, int panels) {
  for (int p = 0; p < panels; p++)
    for (int k = 0; k < NR; k += VL) store(dw + (p * rows + row) * NR + k, splat(0));
}

/** Rows of a gradient's tile: as many as of any other, in whole tiles to a panel. */
#define GR (MR < 8 ? 4 : 8)

/** c (rows, NR) += the columns a[0 … rows-1] of T blocks (B, NR), transposed, times the blocks b (B, NR). */
INLINE void gradient_tile(float *c, const float *a, int a_step, const float *b, int b_step, int T, int B,
                          const int rows) {
  vec sum[GR][2];
  UNROLL
  for (int r = 0; r < rows; r++) {
    sum[r][0] = load(c + r * NR);
    sum[r][1] = load(c + r * NR + VL);
  }
  for (int t = 0; t < T; t++, a += a_step, b += b_step) {
    const float *x = a, *y = b;
    for (int i = 0; i < B; i++, x += NR, y += NR) {
      vec y0 = load(y), y1 = load(y + VL);
      UNROLL
      for (int r = 0; r < rows; r++) {
        sum[r][0] = fma(splat(x[r]), y0, sum[r][0]);
        sum[r][1] = fma(splat(x[r]), y1, sum[r][1]);
      }
    }
  }
  UNROLL
  for (int r = 0; r < rows; r++) {
    store(c + r * NR, sum[r][0]);
    store(c + r * NR + VL, sum[r][1]);
  }
}

/** weight_gradient of the panels p whose gate, p % gates, is one of from … to - 1. */
INLINE void gates_weight_gradient(float *dw, const float *x, const float *dz, int T, int B, int D, int panels,
                                  int gates, int from, int to) {
  int z_step = B * panels * NR, x_step = B * panels_of(D) * NR, group = steps_of(PANEL_ROWS, B);
  for (int t = 0; t < T; t += group, x += group * x_step, dz += group * z_step) {
    int steps = least(group, T - t);
    for (int p = 0; p < panels; p++) {
      if (p % gates < from || p % gates >= to) continue;
      const float *b = dz + p * B * NR;
      for (int d = 0; d < D; d += GR) {
        float *c = dw + (p * D + d) * NR;
        const float *a = x + d / NR * B * NR + d % NR;
        switch (least(D - d, GR)) {
        case 1: gradient_tile(c, a, x_step, b, z_step, steps, B, 1); break;
        case 2: gradient_tile(c, a, x_step, b, z_step, steps, B, 2); break;
        case 3: gradient_tile(c, a, x_step, b, z_step, steps, B, 3); break;
        case 4: gradient_tile(c, a, x_step, b, z_step, steps, B, 4); break;
#if MR >= 8
        case 5: gradient_tile(c, a, x_step, b, z_step, steps, B, 5); break;
        case 6: gradient_tile(c, a, x_step, b, z_step, steps, B, 6); break;
        case 7: gradient_tile(c, a, x_step, b, z_step, steps, B, 7); break;
        case 8: gradient_tile(c, a, x_step, b, z_step, steps, B, 8); break;
#endif
        }
      }
    }
  }
}

/** dw (D, panels*NR) += x (T, B, D) transposed times dz (T, B, panels*NR). */
KERNEL void weight_gradient(float *dw, const float *x, const float *dz, int T, int B, int D, int panels) {
  gates_weight_gradient(dw, x, dz, T, B, D, panels, 1, 0, 1);
}

/** weight_gradient of the gates from … to - 1 alone, of `gates` in all. */
KERNEL void gate_weight_gradient(float *dw, const float *x, const float *dz, int T, int B, int D, int panels,
                                 int gates, int from, int to) {
  gates_weight_gradient(dw, x, dz, T, B, D, panels, gates, from, to);
}

/** db1 and db2 += the sum of dz (T, B, panels*NR) over T and B. db2 may be null. */
KERNEL void bias_gradient(float *db1, float *OPTIONAL db2, const float *dz, int T, int B, int panels) {
  for (int p = 0; p < panels; p++) {
    vec first = splat(0), second = splat(0);
    for (int t = 0; t < T; t++) {
      const float *rows = dz + (t * panels + p) * B * NR;
      for (int b = 0; b < B; b++) {
        first += load(rows + b * NR);
        second += load(rows + b * NR + VL);
      }
    }
    store(db1 + p * NR, load(db1 + p * NR) + first);
    store(db1 + p * NR + VL, load(db1 + p * NR + VL) + second);
    if (!db2) continue;
    store(db2 + p * NR, load(db2 + p * NR) + first);
    store(db2 + p * NR + VL, load(db2 + p * NR + VL) + second);
  }
}

/** wT (panels*NR, D) = w (D, panels*NR) transposed, its panels from … to - 1 of panels(D). */
KERNEL void transpose_weights(float *wT, const float *w, int D, int panels, int from, int to) {
  for (int q = from; q < to; q++) {
    int columns = least(NR, D - q * NR);
    for (int p = 0; p < panels; p++) {
      const float *block = w + (p * D + q * NR) * NR;
      float *out = wT + (q * panels + p) * NR * NR;
      for (int i = 0; i < NR; i++)
        for (int j = 0; j < NR; j++) out[i * NR + j] = j < columns ? block[j * NR + i] : 0;
    }
  }
}
