#include "activation.h"
#include "kernels.h"
#include "matmul.h"

void rnn_forward(float *z, float *h, const float *w, int T, int B, int H, int activation) {
  int units = panels_of(H), step = B * units * NR, panel = B * NR;
  for (int t = 0; t < T; t++, z += step, h += step)
    for (int u = 0; u < units; u++) {
      float *sum = z + u * panel, *after = h + step + u * panel;
      panel_product(sum, h, w + u * H * NR, B, H);
      elementwise(after, sum, panel, activation);
    }
}

void rnn_backward(float *z, const float *h, float *dy, const float *wT, int T, int B, int H, int activation) {
  int units = panels_of(H), step = B * units * NR, panel = B * NR, depth = units * NR;
  for (int t = T - 1; t >= 0; t--)
    for (int u = 0; u < units; u++) {
      float *dh = dy + t * step + u * panel, *dz = z + t * step + u * panel;
      const float *after = h + (t + 1) * step + u * panel;
      if (t < T - 1) panel_product(dh, z + (t + 1) * step, wT + u * depth * NR, B, depth);
      for (int k = 0; k < panel; k += VL) store(dz + k, load(dh + k) * slope(load(after + k), activation));
    }
}
