#include "bfloat16.h"
#include "kernels.h"
#include "lanes.h"
#include "transcendental.h"

/** Unit panel u of the recurrent part: bias_hh + x times weight_hh, of all three gates. */
INLINE void recurrent_part(float *sums, const void *x, const void *w, const float *bias, int u, int B, int H,
                           const int is_bf16) {
  for (int p = 3 * u; p < 3 * u + 3; p++, sums += B * NR) {
    vec first = bias ? load(bias + p * NR) : splat(0), second = bias ? load(bias + p * NR + VL) : splat(0);
    for (int k = 0; k < B * NR; k += NR) {
      store(sums + k, first);
      store(sums + k + VL, second);
    }
    operand_product(sums, x, w, p, B, H, is_bf16);
  }
}

INLINE void gru_steps(float *zx, float *zh, const float *x, float *h, const void *w, const float *bias, void *scratch,
                      const int *lengths, int first, int T, int B, int H, const int is_bf16) {
  int units = panels_of(H), state_step = B * units * NR, panel = B * NR;
  for (int t = 0; t < T; t++, zx += 3 * state_step, zh += 3 * state_step, x += state_step, h += state_step) {
    const void *recurrent_x = w ? operand(x, scratch, B, H, is_bf16) : 0;
    for (int u = 0; u < units; u++) {
      float *gates = zx + 3 * u * panel, *recurrent = zh + 3 * u * panel;
      if (w) recurrent_part(recurrent, recurrent_x, w, bias, u, B, H, is_bf16);
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
}

/** Gates r z n, reset after the product. zx holds the input's part and ends as the gates; zh (T, B, 3H) gets the
 * recurrent part with bias_hh, of which n's third is kept. */
KERNEL void gru_forward(float *zx, float *zh, const float *x, float *h, const float *OPTIONAL w,
                        const float *OPTIONAL bias, const int *OPTIONAL lengths, int first, int T, int B, int H) {
  gru_steps(zx, zh, x, h, w, bias, 0, lengths, first, T, B, H, 0);
}

KERNEL void gru_forward_bf16(float *zx, float *zh, const float *x, float *h, const unsigned *w,
                             const float *OPTIONAL bias, float *scratch, const int *OPTIONAL lengths, int first, int T,
                             int B, int H) {
  gru_steps(zx, zh, x, h, w, bias, scratch, lengths, first, T, B, H, 1);
}

INLINE void gru_steps_back(float *zx, float *zh, const float *h, float *dy, float *carry, const void *wT, void *scratch,
                           const int *lengths, int first, int T, int B, int H, const int is_bf16) {
  int units = panels_of(H), state_step = B * units * NR, panel = B * NR, depth = 3 * units * NR;
  for (int t = T - 1; t >= 0; t--) {
    float *dx_all = zx + 3 * t * state_step, *dh_all = zh + 3 * t * state_step;
    const void *dz_after = t < T - 1 ? operand(dh_all + 3 * state_step, scratch, B, depth, is_bf16) : 0;
    for (int u = 0; u < units; u++) {
      float *upstream = dy + t * state_step + u * panel, *rest = carry + u * panel;
      float *dx = dx_all + 3 * u * panel, *dh = dh_all + 3 * u * panel;
      const float *before = h + t * state_step + u * panel;
      if (t < T - 1) operand_product(upstream, dz_after, wT, u, B, depth, is_bf16);
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

/** zx and zh become the gradients of the input's and the recurrent part. */
KERNEL void gru_backward(float *zx, float *zh, const float *h, float *dy, float *carry, const float *wT,
                         const int *OPTIONAL lengths, int first, int T, int B, int H) {
  gru_steps_back(zx, zh, h, dy, carry, wT, 0, lengths, first, T, B, H, 0);
}

KERNEL void gru_backward_bf16(float *zx, float *zh, const float *h, float *dy, float *carry, const unsigned *wT,
                              float *scratch, const int *OPTIONAL lengths, int first, int T, int B, int H) {
  gru_steps_back(zx, zh, h, dy, carry, wT, scratch, lengths, first, T, B, H, 1);
}
