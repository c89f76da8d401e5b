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

/** levels (2, B): of column `column` of x (T, B, columns) the mean of each lane's steps, and their deviation; is_last: the
 * last value, and 1. */
KERNEL void measure_column(float *levels, const float *x, int column, int columns, int is_last, int T, int B) {
  int step = panels_of(columns) * B * NR;
  x += column / NR * B * NR + column % NR;
  for (int b = 0; b < B; b++, x += NR) {
    double mean = 0, spread = 0;
    for (int t = 0; t < T; t++) mean += x[t * step];
    mean /= T;
    for (int t = 0; t < T; t++) spread += (x[t * step] - mean) * (x[t * step] - mean);
    levels[b] = is_last ? x[(T - 1) * step] : mean;
    levels[B + b] = is_last ? 1 : root(splat(spread / T + EPSILON))[0];
  }
}

/** Column `column` of y (T, B, columns) = that of x less the level and divided by the deviation that `measure_column` has
 * found, times gain + bias, which may be null. */
KERNEL void normalise_column(float *y, const float *x, const float *levels, const float *OPTIONAL gain,
                             const float *OPTIONAL bias, int column, int columns, int T, int B) {
  int first = column / NR * B * NR + column % NR, step = (panels_of(columns) - 1) * B * NR;
  float by = gain ? *gain : 1, from = bias ? *bias : 0;
  x += first, y += first;
  for (int t = 0; t < T; t++, x += step, y += step)
    for (int b = 0; b < B; b++, x += NR, y += NR) *y = (*x - levels[b]) / levels[B + b] * by + from;
}

/** Adds to the gradients of gain and bias. dy (T, B, columns) */
KERNEL void normalise_column_backward(float *dgain, float *dbias, const float *dy, const float *x, const float *levels,
                                      int column, int columns, int T, int B) {
  int first = column / NR * B * NR + column % NR, step = (panels_of(columns) - 1) * B * NR;
  double of_gain = 0, of_bias = 0;
  x += first, dy += first;
  for (int t = 0; t < T; t++, x += step, dy += step)
    for (int b = 0; b < B; b++, x += NR, dy += NR) {
      of_gain += *dy * (*x - levels[b]) / levels[B + b];
      of_bias += *dy;
    }
  *dgain += of_gain;
  *dbias += of_bias;
}

/** What keeps the way back from a gain of zero finite, as the authors of RevIN have it. */
#define TINY 1e-10f

/** The way back: of y (B, horizon * targets) column h * targets + target = (that of x - bias) / gain * deviation + level,
 * for every h. gain and bias may be null. */
KERNEL void restore_column(float *y, const float *x, const float *levels, const float *OPTIONAL gain,
                           const float *OPTIONAL bias, int target, int targets, int horizon, int B) {
  float by = gain ? *gain + TINY : 1, from = bias ? *bias : 0;
  for (int j = target; j < horizon * targets; j += targets)
    for (int b = 0; b < B; b++) {
      int at = (j / NR * B + b) * NR + j % NR;
      y[at] = (x[at] - from) / by * levels[B + b] + levels[b];
    }
}

/** dx from dy (B, horizon * targets), whose column it may be; adds to the gradients of gain and bias, which may be null. */
KERNEL void restore_column_backward(float *dx, float *OPTIONAL dgain, float *OPTIONAL dbias, const float *dy,
                                    const float *x, const float *levels, const float *OPTIONAL gain,
                                    const float *OPTIONAL bias, int target, int targets, int horizon, int B) {
  float by = gain ? *gain + TINY : 1, from = bias ? *bias : 0;
  double of_gain = 0, of_bias = 0;
  for (int j = target; j < horizon * targets; j += targets)
    for (int b = 0; b < B; b++) {
      int at = (j / NR * B + b) * NR + j % NR;
      float d = dy[at] * levels[B + b] / by;
      of_gain -= d * (x[at] - from) / by;
      of_bias -= d;
      dx[at] = d;
    }
  if (dgain) *dgain += of_gain;
  if (dbias) *dbias += of_bias;
}
