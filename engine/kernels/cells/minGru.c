#include "candidate.h"
#include "kernels.h"
#include "lanes.h"
#include "matmul.h"

/** Gates z c, both from the input alone: z = sigmoid(its sum), c its sum, or where is_positive made positive
 * (candidate.h); h = h' + z (c - h'). z ends as their values. Feng et al. 2024 (minGRU). */
KERNEL void min_gru_forward(float *z, float *h, const int *OPTIONAL lengths, int first, int T, int B, int H,
                            int is_positive) {
  int units = panels_of(H), step = B * units * NR, panel = B * NR;
  for (int t = 0; t < T; t++, z += 2 * step, h += step)
    for (int u = 0; u < units; u++) {
      float *gates = z + 2 * u * panel, *candidate = gates + panel;
      const float *before = h + u * panel;
      float *after = h + step + u * panel;
      elementwise(gates, gates, panel, SIGMOID);
      if (is_positive) make_positive(candidate, panel);
      for (int k = 0; k < panel; k += VL) {
        vec old = load(before + k);
        store(after + k, fma(load(gates + k), load(candidate + k) - old, old));
      }
      hold(after, before, lengths, first + t, B);
    }
}

KERNEL void min_gru_backward(float *z, const float *h, float *dy, float *carry, const int *OPTIONAL lengths, int first,
                             int T, int B, int H, int is_positive) {
  int units = panels_of(H), step = B * units * NR, panel = B * NR;
  for (int t = T - 1; t >= 0; t--)
    for (int u = 0; u < units; u++) {
      float *gates = z + 2 * t * step + 2 * u * panel, *candidate = gates + panel;
      float *dh = dy + t * step + u * panel, *past = carry + u * panel;
      const float *before = h + t * step + u * panel;
      for (int k = 0; k < panel; k += VL) {
        vec d = load(dh + k) + load(past + k);
        if (has_ended(lengths, k / NR, first + t)) {
          store(gates + k, splat(0));
          store(candidate + k, splat(0));
          store(dh + k, splat(0));
          store(past + k, d);
          continue;
        }
        vec update = load(gates + k), c = load(candidate + k);
        store(gates + k, d * (c - load(before + k)) * update * (1.0f - update));
        store(candidate + k, is_positive ? d * update * positive_slope(c) : d * update);
        store(dh + k, d);
        store(past + k, d * (1.0f - update));
      }
    }
}
