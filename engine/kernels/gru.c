#include "kernels.h"
#include "lanes.h"
#include "matmul.h"
#include "transcendental.h"

/** One panel of the recurrent part: bias_hh + x times weight_hh, of all three gates. */
INLINE void recurrent_part(float *sums, const float *x, const float *w, const float *bias, int B, int H) {
  for (int g = 0; g < 3; g++, sums += B * NR, w += H * NR) {
    vec first = bias ? load(bias + g * NR) : splat(0), second = bias ? load(bias + g * NR + VL) : splat(0);
    for (int k = 0; k < B * NR; k += NR) {
      store(sums + k, first);
      store(sums + k + VL, second);
    }
    panel_product(sums, x, w, B, H);
  }
}

/** Gates r z n, reset after the product. zx holds the input's part and ends as the gates; zh (T, B, 3H) gets the
 * recurrent part with bias_hh, of which n's third is kept. */
KERNEL void gru_forward(float *zx, float *zh, const float *x, float *h, const float *OPTIONAL w,
                        const float *OPTIONAL bias, const int *OPTIONAL lengths, int first, int T, int B, int H) {
  int units = panels_of(H), state_step = B * units * NR, panel = B * NR;
  for (int t = 0; t < T; t++, zx += 3 * state_step, zh += 3 * state_step, x += state_step, h += state_step)
    for (int u = 0; u < units; u++) {
      float *gates = zx + 3 * u * panel, *recurrent = zh + 3 * u * panel;
      if (w) recurrent_part(recurrent, x, w + 3 * u * H * NR, bias ? bias + 3 * u * NR : 0, B, H);
      const float *before = h + u * panel;
      float *after = h + state_step + u * panel;
      for (int k = 0; k < panel; k += VL) {
        vec r = vec_sigmoid(load(gates + k) + load(recurrent + k));
        vec z = vec_sigmoid(load(gates + panel + k) + load(recurrent + panel + k));
        vec n = vec_tanh(fma(r, load(recurrent + 2 * panel + k), load(gates + 2 * panel + k)));
        store(gates + k, r);
        store(gates + panel + k, z);
        store(gates + 2 * panel + k, n);
        store(after + k, fma(z, load(before + k) - n, n));
      }
      hold(after, before, lengths, first + t, B);
    }
}

/** zx and zh become the gradients of the input's and the recurrent part. */
KERNEL void gru_backward(float *zx, float *zh, const float *h, float *dy, float *carry, const float *wT,
                         const int *OPTIONAL lengths, int first, int T, int B, int H) {
  int units = panels_of(H), state_step = B * units * NR, panel = B * NR, depth = 3 * units * NR;
  for (int t = T - 1; t >= 0; t--) {
    float *dx_all = zx + 3 * t * state_step, *dh_all = zh + 3 * t * state_step;
    const float *dz_after = dh_all + 3 * state_step;
    for (int u = 0; u < units; u++) {
      float *upstream = dy + t * state_step + u * panel, *rest = carry + u * panel;
      float *dx = dx_all + 3 * u * panel, *dh = dh_all + 3 * u * panel;
      const float *before = h + t * state_step + u * panel;
      if (t < T - 1) panel_product(upstream, dz_after, wT + u * depth * NR, B, depth);
      for (int k = 0; k < panel; k += VL) {
        vec r = load(dx + k), z = load(dx + panel + k), n = load(dx + 2 * panel + k);
        vec d = load(upstream + k) + load(rest + k);
        if (has_ended(lengths, k / NR, first + t)) {
          for (int g = 0; g < 3; g++) {
            store(dx + g * panel + k, splat(0));
            store(dh + g * panel + k, splat(0));
          }
          store(rest + k, d);
          store(upstream + k, splat(0));
          continue;
        }
        vec dn = d * (1.0f - z) * (1.0f - n * n);
        vec dz = d * (load(before + k) - n) * z * (1.0f - z);
        vec dr = dn * load(dh + 2 * panel + k) * r * (1.0f - r);
        store(dx + k, dr);
        store(dx + panel + k, dz);
        store(dx + 2 * panel + k, dn);
        store(dh + k, dr);
        store(dh + panel + k, dz);
        store(dh + 2 * panel + k, dn * r);
        store(rest + k, d * z);
        store(upstream + k, d);
      }
    }
  }
}
