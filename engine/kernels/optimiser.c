#include "kernels.h"
#include "vector.h"

/** g[i] += the gradients of the other threads, each `stride` floats further; returns the sum of squares. */
KERNEL double sum_gradients(float *g, int threads, int stride, int count) {
  dvec squares = {0};
  for (int i = 0; i < count; i += VL) {
    vec sum = load(g + i);
    for (int k = 1; k < threads; k++) sum += load(g + k * stride + i);
    store(g + i, sum);
    squares += DOUBLES(sum) * DOUBLES(sum);
  }
  return dtotal(&squares);
}

/* What is near 1 comes as a double: 1 less a float near 0.999 would be off by 1e-5 of itself. */

/** g = factor * g, but no further from 0 than limit. */
KERNEL void clip_values(float *g, float factor, float limit, int count) {
  for (int i = 0; i < count; i += VL) store(g + i, clamp(load(g + i) * factor, -limit, limit));
}

/** average = decay * average + (1 - decay) * p */
KERNEL void follow(float *average, const float *p, double decay, int count) {
  float kept = (float)decay, added = (float)(1.0 - decay);
  for (int i = 0; i < count; i += VL) store(average + i, fma(splat(kept), load(average + i), added * load(p + i)));
}

/** p -= rate * (factor * g + decay * p) */
KERNEL void descend(float *p, const float *g, float factor, float rate, float decay, int count) {
  for (int i = 0; i < count; i += VL) {
    vec x = load(p + i), slope = fma(splat(decay), x, load(g + i) * factor);
    store(p + i, x - rate * slope);
  }
}

/** m = momentum * m + g; p -= rate * m, or with nesterov rate * (g + momentum * m). */
KERNEL void descend_with_momentum(float *p, const float *g, float *m, float factor, float rate, float decay,
                                  float momentum, int nesterov, int count) {
  for (int i = 0; i < count; i += VL) {
    vec x = load(p + i), slope = fma(splat(decay), x, load(g + i) * factor);
    vec speed = fma(splat(momentum), load(m + i), slope);
    store(m + i, speed);
    store(p + i, x - rate * (nesterov ? fma(splat(momentum), speed, slope) : speed));
  }
}

/** v = alpha * v + (1 - alpha) * g^2; p -= rate * g / (sqrt(v) + epsilon) */
KERNEL void rmsprop(float *p, const float *g, float *v, float factor, float rate, float decay, double alpha,
                    float epsilon, int count) {
  float kept = (float)alpha, added = (float)(1.0 - alpha);
  for (int i = 0; i < count; i += VL) {
    vec x = load(p + i), slope = fma(splat(decay), x, load(g + i) * factor);
    vec square = fma(splat(kept), load(v + i), added * slope * slope);
    store(v + i, square);
    store(p + i, x - rate * slope / (root(square) + epsilon));
  }
}

/** correction1 and 2 are 1 - beta^step. `shrink` multiplies p first (adamw's decay), 1 for adam. */
KERNEL void adam(float *p, const float *g, float *m, float *v, float factor, float rate, float decay, float shrink,
                 double beta1, double beta2, float epsilon, float correction1, float correction2, int count) {
  float kept1 = (float)beta1, added1 = (float)(1.0 - beta1), kept2 = (float)beta2, added2 = (float)(1.0 - beta2);
  float rate1 = rate / correction1, scale2 = 1.0f / __builtin_sqrtf(correction2);
  for (int i = 0; i < count; i += VL) {
    vec x = load(p + i) * shrink, slope = fma(splat(decay), x, load(g + i) * factor);
    vec mean = fma(splat(kept1), load(m + i), added1 * slope);
    vec square = fma(splat(kept2), load(v + i), added2 * slope * slope);
    store(m + i, mean);
    store(v + i, square);
    store(p + i, x - rate1 * mean / fma(root(square), splat(scale2), splat(epsilon)));
  }
}
