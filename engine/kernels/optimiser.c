#include "kernels.h"
#include "vector.h"

double sum_gradients(float *g, int threads, int stride, int count) {
  double squares = 0;
  for (int i = 0; i < count; i += VL) {
    vec sum = load(g + i);
    for (int k = 1; k < threads; k++) sum += load(g + k * stride + i);
    store(g + i, sum);
    squares += total_of_squares(sum);
  }
  return squares;
}

void clip_values(float *g, float factor, float limit, int count) {
  for (int i = 0; i < count; i += VL) store(g + i, clamp(load(g + i) * factor, -limit, limit));
}

void follow(float *average, const float *p, float decay, int count) {
  for (int i = 0; i < count; i += VL) store(average + i, fma(splat(decay), load(average + i), (1.0f - decay) * load(p + i)));
}

void descend(float *p, const float *g, float factor, float rate, float decay, int count) {
  for (int i = 0; i < count; i += VL) {
    vec x = load(p + i), slope = fma(splat(decay), x, load(g + i) * factor);
    store(p + i, x - rate * slope);
  }
}

void descend_with_momentum(float *p, const float *g, float *m, float factor, float rate, float decay, float momentum,
                           int nesterov, int count) {
  for (int i = 0; i < count; i += VL) {
    vec x = load(p + i), slope = fma(splat(decay), x, load(g + i) * factor);
    vec speed = fma(splat(momentum), load(m + i), slope);
    store(m + i, speed);
    store(p + i, x - rate * (nesterov ? fma(splat(momentum), speed, slope) : speed));
  }
}

void rmsprop(float *p, const float *g, float *v, float factor, float rate, float decay, float alpha, float epsilon,
             int count) {
  for (int i = 0; i < count; i += VL) {
    vec x = load(p + i), slope = fma(splat(decay), x, load(g + i) * factor);
    vec square = fma(splat(alpha), load(v + i), (1.0f - alpha) * slope * slope);
    store(v + i, square);
    store(p + i, x - rate * slope / (root(square) + epsilon));
  }
}

void adam(float *p, const float *g, float *m, float *v, float factor, float rate, float decay, float shrink,
          float beta1, float beta2, float epsilon, float correction1, float correction2, int count) {
  float rate1 = rate / correction1, scale2 = 1.0f / __builtin_sqrtf(correction2);
  for (int i = 0; i < count; i += VL) {
    vec x = load(p + i) * shrink, slope = fma(splat(decay), x, load(g + i) * factor);
    vec mean = fma(splat(beta1), load(m + i), (1.0f - beta1) * slope);
    vec square = fma(splat(beta2), load(v + i), (1.0f - beta2) * slope * slope);
    store(m + i, mean);
    store(v + i, square);
    store(p + i, x - rate1 * mean / fma(root(square), splat(scale2), splat(epsilon)));
  }
}
