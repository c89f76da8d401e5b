#include "candidate.h"
#include "kernels.h"
#include "lanes.h"
#include "matmul.h"

/** Gates f i c, all from the input alone: f, i = sigmoid(their sums), c its sum, or where is_positive made positive
 * (candidate.h); h = h' + i / (f + i) (c - h'). z ends as their values. Feng et al. 2024 (minLSTM). */
KERNEL void min_lstm_forward(float *z, float *h, const int *OPTIONAL lengths, int first, int T, int B, int H,
                             int is_positive) {
  int units = panels_of(H), step = B * units * NR, panel = B * NR;
  for (int t = 0; t < T; t++, z += 3 * step, h += step)
    for (int u = 0; u < units; u++) {
      float *gates = z + 3 * u * panel, *input = gates + panel, *candidate = input + panel;
      const float *before = h + u * panel;
      float *after = h + step + u * panel;
      elementwise(gates, gates, 2 * panel, SIGMOID);
      if (is_positive) make_positive(candidate, panel);
      for (int k = 0; k < panel; k += VL) {
        vec old = load(before + k), i = load(input + k);
        store(after + k, fma(i / (load(gates + k) + i), load(candidate + k) - old, old));
      }
      hold(after, before, lengths, first + t, B);
    }
}

/** With s = i / (f + i): ds / d(sum of i) = s (1 - s) (1 - i), ds / d(sum of f) = -s (1 - s) (1 - f). */
KERNEL void min_lstm_backward(float *z, const float *h, float *dy, float *carry, const int *OPTIONAL lengths, int first,
                              int T, int B, int H, int is_positive) {
  int units = panels_of(H), step = B * units * NR, panel = B * NR;
  for (int t = T - 1; t >= 0; t--)
    for (int u = 0; u < units; u++) {
      float *gates = z + 3 * t * step + 3 * u * panel, *input = gates + panel, *candidate = input + panel;
      float *dh = dy + t * step + u * panel, *past = carry + u * panel;
      const float *before = h + t * step + u * panel;
      for (int k = 0; k < panel; k += VL) {
        vec d = load(dh + k) + load(past + k);
        if (has_ended(lengths, k / NR, first + t)) {
          for (int g = 0; g < 3; g++) store(gates + g * panel + k, splat(0));
          store(dh + k, splat(0));
          store(past + k, d);
          continue;
        }
        vec f = load(gates + k), i = load(input + k), c = load(candidate + k);
        vec share = i / (f + i), kept = 1.0f - share;
        vec slope = d * (c - load(before + k)) * share * kept;
        store(gates + k, slope * (f - 1.0f));
        store(input + k, slope * (1.0f - i));
        store(candidate + k, is_positive ? d * share * positive_slope(c) : d * share);
        store(dh + k, d);
        store(past + k, d * kept);
      }
    }
}
