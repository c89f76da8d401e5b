#include "kernels.h"
#include "matmul.h"

/** As torch.nn.LayerNorm has it. */
#define EPSILON 1e-5f

/** Which floats of half of panel p are units, not padding. */
INLINE ivec is_column(int p, int half, int gates, int H) { return lanes_below(p / gates * NR + half, H); }

/** Over a row's real columns. */
INLINE float row_sum(const float *x, int b, int B, int panels, int gates, int H) {
  vec sum = splat(0);
  for (int p = 0; p < panels; p++)
    for (int half = 0; half < NR; half += VL)
      sum += choose(is_column(p, half, gates, H), load(x + (p * B + b) * NR + half), splat(0));
  return total(sum);
}

/** Rows of x (T, B, gates*H), gated, less their mean and divided by their deviation, in place; inverse (T, B) is one
 * over it. y += gain * x + bias. bias may be null. Ba, Kiros and Hinton 2016; torch.nn.LayerNorm(gates*H). */
KERNEL void normalise(float *y, float *x, float *inverse, const float *gain, const float *OPTIONAL bias, int T, int B,
                      int H, int gates) {
  int panels = gates * panels_of(H), n = gates * H;
  for (int t = 0; t < T; t++, x += B * panels * NR, y += B * panels * NR, inverse += B)
    for (int b = 0; b < B; b++) {
      vec mean = splat(row_sum(x, b, B, panels, gates, H) / n), spread = splat(0);
      for (int p = 0; p < panels; p++)
        for (int half = 0; half < NR; half += VL) {
          float *at = x + (p * B + b) * NR + half;
          vec centred = choose(is_column(p, half, gates, H), load(at) - mean, splat(0));
          store(at, centred);
          spread += centred * centred;
        }
      vec scale = splat(1) / root(splat(total(spread) / n + EPSILON));
      inverse[b] = scale[0];
      for (int p = 0; p < panels; p++)
        for (int half = 0; half < NR; half += VL) {
          int at = (p * B + b) * NR + half;
          vec unit = load(x + at) * scale, shift = bias ? load(bias + p * NR + half) : splat(0);
          store(x + at, unit);
          store(y + at, load(y + at) + fma(load(gain + p * NR + half), unit, shift));
        }
    }
}

/** x, as `normalise` left it, becomes the gradient of what it was before. dgain is added to. */
KERNEL void normalise_backward(float *x, const float *dy, const float *inverse, const float *gain, float *dgain, int T,
                               int B, int H, int gates) {
  int panels = gates * panels_of(H), n = gates * H;
  for (int t = 0; t < T; t++, x += B * panels * NR, dy += B * panels * NR, inverse += B)
    for (int b = 0; b < B; b++) {
      vec sum = splat(0), product = splat(0);
      for (int p = 0; p < panels; p++)
        for (int half = 0; half < NR; half += VL) {
          int at = (p * B + b) * NR + half;
          vec d = load(dy + at), unit = load(x + at), weighted = d * load(gain + p * NR + half);
          store(dgain + p * NR + half, load(dgain + p * NR + half) + d * unit);
          sum += weighted;
          product += weighted * unit;
        }
      vec mean = splat(total(sum) / n), slope = splat(total(product) / n), scale = splat(inverse[b]);
      for (int p = 0; p < panels; p++)
        for (int half = 0; half < NR; half += VL) {
          int at = (p * B + b) * NR + half;
          vec d = load(dy + at) * load(gain + p * NR + half) - mean - load(x + at) * slope;
          store(x + at, choose(is_column(p, half, gates, H), d * scale, splat(0)));
        }
    }
}
