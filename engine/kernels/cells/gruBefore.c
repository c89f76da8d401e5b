#include "kernels.h"
#include "lanes.h"
#include "matmul.h"
#include "transcendental.h"

/** Gates r z n, reset before the product: n = tanh(its sum + W_hn (r x)). z holds both biases. reset (T, B, H) gets r x. */
KERNEL void gru_before_forward(float *z, float *reset, const float *x, float *h, const float *w,
                               const int *OPTIONAL lengths, int first, int T, int B, int H) {
  int units = panels_of(H), state_step = B * units * NR, panel = B * NR;
  for (int t = 0; t < T; t++, z += 3 * state_step, reset += state_step, x += state_step, h += state_step) {
    for (int u = 0; u < units; u++) {
      float *gates = z + 3 * u * panel;
      for (int g = 0; g < 2; g++) panel_product(gates + g * panel, x, w + (3 * u + g) * H * NR, B, H);
      elementwise(gates, gates, 2 * panel, SIGMOID);
      for (int k = 0; k < panel; k += VL) store(reset + u * panel + k, load(gates + k) * load(x + u * panel + k));
    }
    for (int u = 0; u < units; u++) {
      float *gates = z + 3 * u * panel, *after = h + state_step + u * panel;
      const float *before = h + u * panel;
      panel_product(gates + 2 * panel, reset, w + (3 * u + 2) * H * NR, B, H);
      elementwise(gates + 2 * panel, gates + 2 * panel, panel, TANH);
      for (int k = 0; k < panel; k += VL) {
        vec n = load(gates + 2 * panel + k);
        store(after + k, fma(load(gates + panel + k), load(before + k) - n, n));
      }
      hold(after, before, lengths, first + t, B);
    }
  }
}

/** d (B, NR) += the gates g … g + count - 1 of all units in dz (B, 3H), times their rows of one panel of wT. */
INLINE void gates_product(float *d, const float *dz, const float *wT, int g, int count, int units, int B) {
  for (int u = 0; u < units; u++)
    panel_product(d, dz + (3 * u + g) * B * NR, wT + (3 * u + g) * NR * NR, B, count * NR);
}

/** dreset (B, H) is scratch. dx (B, H) ends as the gradient of x's block 0: dh0 is that plus carry. */
KERNEL void gru_before_backward(float *z, float *dreset, const float *x, const float *h, float *dy, float *carry,
                                float *dx, const float *wT, const int *OPTIONAL lengths, int first, int T, int B,
                                int H) {
  int units = panels_of(H), state_step = B * units * NR, panel = B * NR, depth = 3 * units * NR;
  for (int t = T - 1; t >= 0; t--) {
    float *gates_all = z + 3 * t * state_step;
    for (int u = 0; u < units; u++) {
      float *upstream = dy + t * state_step + u * panel, *rest = carry + u * panel, *gates = gates_all + 3 * u * panel;
      const float *before = h + t * state_step + u * panel;
      if (t < T - 1)
        for (int k = 0; k < panel; k += VL) store(upstream + k, load(upstream + k) + load(dx + u * panel + k));
      for (int k = 0; k < panel; k += VL) {
        vec update = load(gates + panel + k), n = load(gates + 2 * panel + k), d = load(upstream + k) + load(rest + k);
        int ended = has_ended(lengths, k / NR, first + t);
        store(gates + panel + k, ended ? splat(0) : d * (load(before + k) - n) * update * (1.0f - update));
        store(gates + 2 * panel + k, ended ? splat(0) : d * (1.0f - update) * (1.0f - n * n));
        store(rest + k, ended ? d : d * update);
        store(upstream + k, ended ? splat(0) : d);
      }
    }
    for (int u = 0; u < units; u++) {
      float *product = dreset + u * panel, *gates = gates_all + 3 * u * panel, *below = dx + u * panel;
      const float *state = x + t * state_step + u * panel;
      zero(product, panel);
      gates_product(product, gates_all, wT + u * depth * NR, 2, 1, units, B);
      for (int k = 0; k < panel; k += VL) {
        vec r = load(gates + k), d = load(product + k);
        store(gates + k, has_ended(lengths, k / NR, first + t) ? splat(0) : d * load(state + k) * r * (1.0f - r));
        store(below + k, d * r);
      }
    }
    for (int u = 0; u < units; u++)
      gates_product(dx + u * panel, gates_all, wT + u * depth * NR, 0, 2, units, B);
  }
}
