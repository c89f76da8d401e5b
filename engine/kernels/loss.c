#include "gamma.h"
#include "kernels.h"
#include "matmul.h"
#include "transcendental.h"

/** Sum of the masked lanes. */
INLINE double masked_total(ivec mask, vec x) { return total(choose(mask, x, splat(0))); }
INLINE int masked_count(ivec mask) {
  int count = 0;
  for (int i = 0; i < VL; i++) count -= mask[i];
  return count;
}

/** Over `count` values of y, a multiple of NR. */
KERNEL void mean_squares(double *result, float *d, const float *y, const float *target, int count) {
  double sum = 0;
  int terms = 0;
  for (int i = 0; i < count; i += VL) {
    vec wanted = load(target + i), error = load(y + i) - wanted;
    ivec counts = wanted == wanted;
    store(d + i, choose(counts, 2.0f * error, splat(0)));
    sum += masked_total(counts, error * error);
    terms += masked_count(counts);
  }
  result[0] += sum;
  result[1] += terms;
}

/** As `mean_squares`; delta is where squares end and absolute values begin. */
KERNEL void huber(double *result, float *d, const float *y, const float *target, float delta, int count) {
  double sum = 0;
  int terms = 0;
  for (int i = 0; i < count; i += VL) {
    vec wanted = load(target + i), error = load(y + i) - wanted;
    ivec counts = wanted == wanted;
    vec bounded = clamp(error, -delta, delta);
    store(d + i, choose(counts, bounded, splat(0)));
    /* e^2/2 within delta, delta*(|e| - delta/2) beyond it. */
    sum += masked_total(counts, bounded * (error - 0.5f * bounded));
    terms += masked_count(counts);
  }
  result[0] += sum;
  result[1] += terms;
}

/** The smallest log variance that counts: a variance of 1e-6, as PyTorch's GaussianNLLLoss has it. */
#define LEAST_LOG_VARIANCE -13.815511f

/** y and d (T, B, 2n), gated: mean, log variance. target (T, B, n). */
KERNEL void gaussian(double *result, float *d, const float *y, const float *target, int T, int B, int n) {
  double sum = 0;
  int terms = 0, panel = B * NR;
  for (int p = 0; p < T * panels_of(n); p++, y += 2 * panel, d += 2 * panel, target += panel)
    for (int i = 0; i < panel; i += VL) {
      vec wanted = load(target + i), error = load(y + i) - wanted;
      vec s = clamp(load(y + panel + i), LEAST_LOG_VARIANCE, __builtin_inff());
      ivec counts = wanted == wanted;
      vec scaled = error * vec_exp(-s);
      store(d + i, choose(counts, scaled, splat(0)));
      store(d + panel + i, choose(counts, 0.5f - 0.5f * scaled * error, splat(0)));
      sum += masked_total(counts, 0.5f * (s + scaled * error));
      terms += masked_count(counts);
    }
  result[0] += sum;
  result[1] += terms;
}

/** ln(1 + e^x), which is above 0 and grows, within 1e-7. */
INLINE vec softplus(vec x) {
  vec size = choose(x < splat(0), -x, x);
  return choose(x > splat(0), x, splat(0)) + vec_log(1.0f + vec_exp(-size));
}

/** Degrees of freedom of Student's t are this and more: from there on it has a variance. */
#define LEAST_FREEDOM 2.0f

/**
 * y and d (T, B, 3n), gated: the location, ln of the squared scale, and c of the degrees of freedom 2 + softplus(c) of
 * Student's t. Its negative log-likelihood, -log_prob of torch.distributions.StudentT. target (T, B, n).
 */
KERNEL void student_t(double *result, float *d, const float *y, const float *target, int T, int B, int n) {
  double sum = 0;
  int terms = 0, panel = B * NR;
  for (int p = 0; p < T * panels_of(n); p++, y += 3 * panel, d += 3 * panel, target += panel)
    for (int i = 0; i < panel; i += VL) {
      vec wanted = load(target + i), error = load(y + i) - wanted;
      vec s = clamp(load(y + panel + i), LEAST_LOG_VARIANCE, __builtin_inff()), c = load(y + 2 * panel + i);
      ivec counts = wanted == wanted;
      vec freedom = LEAST_FREEDOM + softplus(c), scaled = error * vec_exp(-s), square = scaled * error;
      vec slope, constant = vec_half_gamma(0.5f * freedom, &slope);
      vec far = vec_log1p(square / freedom), weight = (freedom + 1.0f) / (freedom + square);
      vec by_freedom = 0.5f * (far - weight * square / freedom + slope);
      store(d + i, choose(counts, weight * scaled, splat(0)));
      store(d + panel + i, choose(counts, 0.5f - 0.5f * weight * square, splat(0)));
      store(d + 2 * panel + i, choose(counts, by_freedom * vec_sigmoid(c), splat(0)));
      sum += masked_total(counts, 0.5f * (s + (freedom + 1.0f) * far) + constant + HALF_LOG_TAU);
      terms += masked_count(counts);
    }
  result[0] += sum;
  result[1] += terms;
}

/** max(tau * error, (tau - 1) * error), of what came less the quantile; slope is that by the quantile. */
INLINE vec pinball(vec error, float tau, vec *slope) {
  ivec above = error > splat(0);
  *slope = choose(above, splat(-tau), splat(1 - tau));
  return -*slope * error;
}

/** What quantiles are of: a tenth, a half, nine tenths. */
#define LOW_TAU 0.1f
#define HIGH_TAU 0.9f

/**
 * y and d (T, B, 3n), gated: the median m, then a and b, so that the quantiles m - softplus(a), m and m + softplus(b) never
 * cross. The mean over the three of twice their pinball losses. target (T, B, n).
 */
KERNEL void quantiles(double *result, float *d, const float *y, const float *target, int T, int B, int n) {
  double sum = 0;
  int terms = 0, panel = B * NR;
  const float share = 2.0f / 3.0f;
  for (int p = 0; p < T * panels_of(n); p++, y += 3 * panel, d += 3 * panel, target += panel)
    for (int i = 0; i < panel; i += VL) {
      vec wanted = load(target + i), error = load(y + i) - wanted;
      vec a = load(y + panel + i), b = load(y + 2 * panel + i), middle, low, high;
      ivec counts = wanted == wanted;
      vec loss = pinball(-error, 0.5f, &middle);
      loss += pinball(softplus(a) - error, LOW_TAU, &low);
      loss += pinball(-softplus(b) - error, HIGH_TAU, &high);
      store(d + i, choose(counts, share * (middle + low + high), splat(0)));
      store(d + panel + i, choose(counts, -share * low * vec_sigmoid(a), splat(0)));
      store(d + 2 * panel + i, choose(counts, share * high * vec_sigmoid(b), splat(0)));
      sum += masked_total(counts, share * loss);
      terms += masked_count(counts);
    }
  result[0] += sum;
  result[1] += terms;
}

/** target (T, B, n) = 1 at ids[t*B+b], else 0; NaN beyond n. */
KERNEL void one_hot(float *target, const int *ids, int T, int B, int n) {
  for (int t = 0; t < T; t++, ids += B)
    for (int j = 0; j < panels_of(n) * NR; j += NR)
      for (int b = 0; b < B; b++, target += NR)
        for (int i = 0; i < NR; i++)
          target[i] = ids[b] < 0 || j + i >= n ? __builtin_nanf("") : ids[b] == j + i ? 1.0f : 0.0f;
}
