#include "activation.h"
#include "bfloat16.h"
#include "kernels.h"
#include "lanes.h"

INLINE void rnn_steps(float *z, const float *x, float *h, const void *w, void *scratch, const int *lengths, int first,
                      int T, int B, int H, int activation, const int is_bf16) {
  int units = panels_of(H), step = B * units * NR, panel = B * NR;
  for (int t = 0; t < T; t++, z += step, x += step, h += step) {
    const void *recurrent = w ? operand(x, scratch, B, H, is_bf16) : 0;
    for (int u = 0; u < units; u++) {
      float *sum = z + u * panel, *after = h + step + u * panel;
      if (w) operand_product(sum, recurrent, w, u, B, H, is_bf16);
      elementwise(after, sum, panel, activation);
      hold(after, h + u * panel, lengths, first + t, B);
    }
  }
}

/** h = activation(z + x times w). */
KERNEL void rnn_forward(float *z, const float *x, float *h, const float *OPTIONAL w, const int *OPTIONAL lengths,
                        int first, int T, int B, int H, int activation) {
  rnn_steps(z, x, h, w, 0, lengths, first, T, B, H, activation, 0);
}

KERNEL void rnn_forward_bf16(float *z, const float *x, float *h, const unsigned *w, float *scratch,
                             const int *OPTIONAL lengths, int first, int T, int B, int H, int activation) {
  rnn_steps(z, x, h, w, scratch, lengths, first, T, B, H, activation, 1);
}

INLINE void rnn_steps_back(float *z, const float *h, float *dy, const void *wT, void *scratch, const int *lengths,
                           int first, int T, int B, int H, int activation, const int is_bf16) {
  int units = panels_of(H), step = B * units * NR, panel = B * NR, depth = units * NR;
  for (int t = T - 1; t >= 0; t--) {
    const void *dz_after = t < T - 1 ? operand(z + (t + 1) * step, scratch, B, depth, is_bf16) : 0;
    for (int u = 0; u < units; u++) {
      float *dh = dy + t * step + u * panel, *dz = z + t * step + u * panel;
      const float *after = h + (t + 1) * step + u * panel;
      if (t < T - 1) {
        operand_product(dh, dz_after, wT, u, B, depth, is_bf16);
        pass(dh, dh + step, lengths, first + t + 1, B);
      }
      for (int k = 0; k < panel; k += VL) {
        vec d = load(dh + k) * slope(load(after + k), activation);
        store(dz + k, has_ended(lengths, k / NR, first + t) ? splat(0) : d);
      }
    }
  }
}

KERNEL void rnn_backward(float *z, const float *h, float *dy, const float *wT, const int *OPTIONAL lengths, int first,
                         int T, int B, int H, int activation) {
  rnn_steps_back(z, h, dy, wT, 0, lengths, first, T, B, H, activation, 0);
}

KERNEL void rnn_backward_bf16(float *z, const float *h, float *dy, const unsigned *wT, float *scratch,
                              const int *OPTIONAL lengths, int first, int T, int B, int H, int activation) {
  rnn_steps_back(z, h, dy, wT, scratch, lengths, first, T, B, H, activation, 1);
}
