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

/** ln(1 + e^x), which is above 0 and grows, within a part in 10^6. */
INLINE vec softplus(vec x) {
  vec size = choose(x < splat(0), -x, x);
  return choose(x > splat(0), x, splat(0)) + vec_log1p(vec_exp(-size));
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

/** rest and slope (count, a multiple of NR) = `vec_stirling_rest` and `vec_digamma_rest` of x. */
KERNEL void gamma_rests(float *rest, float *slope, const float *x, int count) {
  for (int i = 0; i < count; i += VL) {
    store(rest + i, vec_stirling_rest(load(x + i)));
    store(slope + i, vec_digamma_rest(load(x + i)));
  }
}

/** ln((base + more) / base), of what is near to 1 with as many digits as of others. */
INLINE vec log_growth(vec more, vec base, vec whole) {
  vec share = more / base;
  return choose(share * share < splat(0.25f), vec_log1p(share), vec_log(whole / base));
}

/** x - ln(1 + x), of which `log` is the logarithm: x^2/2 - x^3/3 + ... where the difference would have no digits. */
INLINE vec less_log(vec x, vec log) {
  vec series = fma(x, splat(0.125f), splat(-0.14285714f));
  series = fma(series, x, splat(0.16666667f));
  series = fma(series, x, splat(-0.2f));
  series = fma(series, x, splat(0.25f));
  series = fma(series, x, splat(-0.33333333f));
  series = fma(series, x, splat(0.5f));
  return choose(x * x < splat(0.01f), x * x * series, x - log);
}

/** From here on down a mean or a dispersion is as good as none. */
#define LEAST_RAW -30.0f

/**
 * y and d (T, B, 2n), gated: a and b of a negative binomial distribution with the mean m = unit * softplus(a) and the
 * dispersion softplus(b) / sqrt(unit), 1/r: its variance is m + m^2/r (Salinas et al. 2017, DeepAR, 1704.04110, equation 4
 * and the scales below it). target (T, B, n): counts k over `units` (T, B, n). The negative log-likelihood, as its deviance
 * k ln(k/m) - (r + k) ln((r + k)/(r + m)) and what Stirling's formulas leave (Loader 2000): that loses no digits where
 * counts or r are large.
 */
KERNEL void negative_binomial(double *result, float *d, const float *y, const float *target, const float *units, int T,
                              int B, int n) {
  double sum = 0;
  int terms = 0, panel = B * NR;
  for (int p = 0; p < T * panels_of(n); p++, y += 2 * panel, d += 2 * panel, target += panel, units += panel)
    for (int i = 0; i < panel; i += VL) {
      vec wanted = load(target + i), unit = load(units + i);
      vec a = clamp(load(y + i), LEAST_RAW, __builtin_inff());
      vec b = clamp(load(y + panel + i), LEAST_RAW, __builtin_inff());
      ivec counts = wanted == wanted;
      vec soft_a = softplus(a), soft_b = softplus(b);
      vec count = unit * wanted, mean = unit * soft_a, r = root(unit) / soft_b;
      ivec is_some = count > splat(0.5f);
      vec some = choose(is_some, count, splat(1)), more = count - mean, whole = r + count;
      vec growth = log_growth(more, r + mean, whole), share = more / (r + mean);
      vec of_count = some * log_growth(more, mean, some) + 0.5f * vec_log(some) + HALF_LOG_TAU + vec_stirling_rest(some);
      vec of_whole = whole * growth - 0.5f * vec_log1p(count / r) + vec_stirling_rest(whole) - vec_stirling_rest(r);
      vec by_r = vec_digamma_rest(r) - vec_digamma_rest(whole) + less_log(share, growth);
      store(d + i, choose(counts, -more * r / (r + mean) * vec_sigmoid(a) / soft_a, splat(0)));
      store(d + panel + i, choose(counts, -by_r * r * vec_sigmoid(b) / soft_b, splat(0)));
      sum += masked_total(counts, choose(is_some, of_count, splat(0)) - of_whole);
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
