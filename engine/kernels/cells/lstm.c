#include "bfloat16.h"
#include "kernels.h"
#include "lanes.h"
#include "transcendental.h"

INLINE void lstm_steps(float *z, const float *x, float *h, float *c, const void *w, void *scratch, const int *lengths,
                       int first, int T, int B, int H, int S, const int is_bf16) {
  int units = panels_of(H), state_step = B * units * NR, panel = B * NR, x_step = B * panels_of(S) * NR;
  for (int t = 0; t < T; t++, z += 4 * state_step, x += x_step, h += state_step, c += state_step) {
    const void *recurrent = w ? operand(x, scratch, B, S, is_bf16) : 0;
    for (int u = 0; u < units; u++) {
      float *gates = z + 4 * u * panel;
      if (w)
        for (int g = 0; g < 4; g++) operand_product(gates + g * panel, recurrent, w, 4 * u + g, B, S, is_bf16);
      const float *c_before = c + u * panel;
      float *c_after = c + state_step + u * panel, *h_after = h + state_step + u * panel;
      /* One function a loop: the constants of all together do not fit the registers. */
      elementwise(gates, gates, 2 * panel, SIGMOID);
      elementwise(gates + 2 * panel, gates + 2 * panel, panel, TANH);
      elementwise(gates + 3 * panel, gates + 3 * panel, panel, SIGMOID);
      for (int k = 0; k < panel; k += VL) {
        vec i = load(gates + k), f = load(gates + panel + k), g = load(gates + 2 * panel + k);
        vec state = fma(f, load(c_before + k), i * g);
        store(c_after + k, state);
        store(h_after + k, load(gates + 3 * panel + k) * vec_tanh(state));
      }
      hold(c_after, c_before, lengths, first + t, B);
      hold(h_after, h + u * panel, lengths, first + t, B);
    }
  }
}

/** Gates i f g o; z ends as their values. */
KERNEL void lstm_forward(float *z, const float *x, float *h, float *c, const float *OPTIONAL w,
                         const int *OPTIONAL lengths, int first, int T, int B, int H, int S) {
  lstm_steps(z, x, h, c, w, 0, lengths, first, T, B, H, S, 0);
}

KERNEL void lstm_forward_bf16(float *z, const float *x, float *h, float *c, const unsigned *w, float *scratch,
                              const int *OPTIONAL lengths, int first, int T, int B, int H, int S) {
  lstm_steps(z, x, h, c, w, scratch, lengths, first, T, B, H, S, 1);
}

INLINE void lstm_steps_back(float *z, const float *c, float *dy, float *carry, const void *wT, void *scratch,
                            const int *lengths, int first, int T, int B, int H, const int is_bf16) {
  int units = panels_of(H), state_step = B * units * NR, panel = B * NR, depth = 4 * units * NR;
  for (int t = T - 1; t >= 0; t--) {
    float *dz = z + 4 * t * state_step;
    const void *dz_after = t < T - 1 ? operand(dz + 4 * state_step, scratch, B, depth, is_bf16) : 0;
    for (int u = 0; u < units; u++) {
      float *dh = dy + t * state_step + u * panel, *dc = carry + u * panel, *gates = dz + 4 * u * panel;
      const float *c_before = c + t * state_step + u * panel, *c_after = c_before + state_step;
      if (t < T - 1) {
        operand_product(dh, dz_after, wT, u, B, depth, is_bf16);
        pass(dh, dh + state_step, lengths, first + t + 1, B);
      }
      for (int k = 0; k < panel; k += VL) {
        if (has_ended(lengths, k / NR, first + t)) {
          for (int g = 0; g < 4; g++) store(gates + g * panel + k, splat(0));
          continue;
        }
        vec i = load(gates + k), f = load(gates + panel + k);
        vec g = load(gates + 2 * panel + k), o = load(gates + 3 * panel + k);
        vec squashed = vec_tanh(load(c_after + k)), upstream = load(dh + k);
        vec dstate = load(dc + k) + upstream * o * (1.0f - squashed * squashed);
        store(gates + k, dstate * g * i * (1.0f - i));
        store(gates + panel + k, dstate * load(c_before + k) * f * (1.0f - f));
        store(gates + 2 * panel + k, dstate * i * (1.0f - g * g));
        store(gates + 3 * panel + k, upstream * squashed * o * (1.0f - o));
        store(dc + k, dstate * f);
      }
    }
  }
}

/** carry is the gradient of c. */
KERNEL void lstm_backward(float *z, const float *c, float *dy, float *carry, const float *wT,
                          const int *OPTIONAL lengths, int first, int T, int B, int H) {
  lstm_steps_back(z, c, dy, carry, wT, 0, lengths, first, T, B, H, 0);
}

KERNEL void lstm_backward_bf16(float *z, const float *c, float *dy, float *carry, const unsigned *wT, float *scratch,
                               const int *OPTIONAL lengths, int first, int T, int B, int H) {
  lstm_steps_back(z, c, dy, carry, wT, scratch, lengths, first, T, B, H, 1);
}
