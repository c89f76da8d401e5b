#include "activation.h"
#include "kernels.h"
#include "lanes.h"
#include "matmul.h"

/** h = activation(z + x times w). */
KERNEL void rnn_forward(float *z, const float *x, float *h, const float *OPTIONAL w, const int *OPTIONAL lengths,
                        int first, int T, int B, int H, int activation) {
  int units = panels_of(H), step = B * units * NR, panel = B * NR;
  for (int t = 0; t < T; t++, z += step, x += step, h += step)
    for (int u = 0; u < units; u++) {
      float *sum = z + u * panel, *after = h + step + u * panel;
      if (w) panel_product(sum, x, w + u * H * NR, B, H);
      elementwise(after, sum, panel, activation);
      hold(after, h + u * panel, lengths, first + t, B);
    }
}

KERNEL void rnn_backward(float *z, const float *h, float *dy, const float *wT, const int *OPTIONAL lengths, int first,
                         int T, int B, int H, int activation) {
  int units = panels_of(H), step = B * units * NR, panel = B * NR, depth = units * NR;
  for (int t = T - 1; t >= 0; t--)
    for (int u = 0; u < units; u++) {
      float *dh = dy + t * step + u * panel, *dz = z + t * step + u * panel;
      const float *after = h + (t + 1) * step + u * panel;
      if (t < T - 1) {
        panel_product(dh, z + (t + 1) * step, wT + u * depth * NR, B, depth);
        pass(dh, dh + step, lengths, first + t + 1, B);
      }
      for (int k = 0; k < panel; k += VL) {
        vec d = load(dh + k) * slope(load(after + k), activation);
        store(dz + k, has_ended(lengths, k / NR, first + t) ? splat(0) : d);
      }
    }
}
