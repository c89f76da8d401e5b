#include "activation.h"
#include "kernels.h"
#include "matmul.h"
#include "transcendental.h"

/** y = activation(x), count a multiple of NR; not SOFTMAX. */
KERNEL void elementwise(float *y, const float *x, int count, int activation) {
  int i = 0;
  switch (activation) {
  case SIGMOID: for (; i < count; i += VL) store(y + i, vec_sigmoid(load(x + i))); break;
  case TANH: for (; i < count; i += VL) store(y + i, vec_tanh(load(x + i))); break;
  case RELU: for (; i < count; i += VL) store(y + i, choose(load(x + i) < splat(0), splat(0), load(x + i))); break;
  case EXP: for (; i < count; i += VL) store(y + i, vec_exp(load(x + i))); break;
  case LOG: for (; i < count; i += VL) store(y + i, vec_log(load(x + i))); break;
  default: for (; i < count; i += VL) store(y + i, load(x + i));
  }
}

INLINE float largest(vec x) {
  float most = x[0];
  for (int i = 1; i < VL; i++) most = x[i] > most || x[i] != x[i] ? x[i] : most;
  return most;
}

/** Half a panel of row b, from column j on, in a panel matrix (B, n). */
INLINE int half_panel(int b, int j, int B) { return (j / NR * B + b) * NR + j % NR; }

/** The largest of columns 0 … n-1 of row b; NaN when one is NaN. */
INLINE float row_maximum(const float *y, int b, int B, int n) {
  vec most = splat(-__builtin_inff());
  for (int j = 0; j < n; j += VL) {
    vec x = choose(lanes_below(j, n), load(y + half_panel(b, j, B)), splat(-__builtin_inff()));
    most = choose((x > most) | (x != x), x, most);
  }
  return largest(most);
}

/** out = e^(y - shift), 0 from column n on; returns the sum. */
INLINE float row_exponentials(float *out, const float *y, float shift, int b, int B, int n) {
  vec sum = splat(0);
  for (int j = 0; j < panels_of(n) * NR; j += VL) {
    vec e = vec_exp(load(y + half_panel(b, j, B)) - shift);
    e = choose(lanes_below(j, n), e, splat(0));
    store(out + half_panel(b, j, B), e);
    sum += e;
  }
  return total(sum);
}

INLINE void scale_row(float *y, float factor, int b, int B, int n) {
  for (int j = 0; j < n; j += VL) {
    float *p = y + half_panel(b, j, B);
    store(p, load(p) * factor);
  }
}

/** Softmax over the n columns of rows of the panel matrices (T, B, n), in place; columns beyond n become 0. */
KERNEL void softmax(float *y, int T, int B, int n) {
  for (int t = 0; t < T; t++, y += B * panels_of(n) * NR)
    for (int b = 0; b < B; b++)
      scale_row(y, 1.0f / row_exponentials(y, y, row_maximum(y, b, B, n), b, B, n), b, B, n);
}

/** Of each row of y (B, n) the k largest, the largest first and of equal ones that of the lower column: their columns, ids
 * (B, k), and logarithms of what softmax makes of them, logs (B, k). k is at most n. */
KERNEL void best_outputs(int *ids, float *logs, const float *y, int B, int n, int k) {
  for (int b = 0; b < B; b++, ids += k, logs += k) {
    float most = row_maximum(y, b, B, n);
    vec sum = splat(0);
    for (int j = 0; j < n; j += VL)
      sum += choose(lanes_below(j, n), vec_exp(load(y + half_panel(b, j, B)) - most), splat(0));
    float shift = most + vec_log(splat(total(sum)))[0];
    int found = 0;
    for (int j = 0; j < n; j++) {
      float value = y[half_panel(b, j, B)];
      if (found == k && !(value > logs[k - 1])) continue;
      int at = found < k ? found++ : k - 1;
      for (; at > 0 && value > logs[at - 1]; at--) {
        logs[at] = logs[at - 1];
        ids[at] = ids[at - 1];
      }
      logs[at] = value;
      ids[at] = j;
    }
    for (int i = 0; i < k; i++) logs[i] -= shift;
  }
}

/** The sum of the classes' weights, n where they are null. */
INLINE float weights_of(const float *weights, int n) {
  float sum = 0;
  for (int j = 0; weights && j < n; j++) sum += weights[j];
  return weights ? sum : n;
}

/** Takes `share` of each class's weight off row b of d, and returns the sum of weight times most - logit. */
INLINE double spread_target(float *d, const float *logits, const float *weights, float share, float most, int b, int B,
                            int n) {
  vec sum = splat(0);
  for (int j = 0; j < n; j += VL) {
    ivec is_class = lanes_below(j, n);
    vec weight = choose(is_class, weights ? load(weights + j) : splat(1), splat(0));
    int at = half_panel(b, j, B);
    sum += weight * choose(is_class, most - load(logits + at), splat(0));
    store(d + at, load(d + at) - share * weight);
  }
  return total(sum);
}

/** ids (T, B); d and logits (T, B, n). weights (n) of the classes, 1 each where null: both the loss and its terms are
 * multiplied by that of the id, so that their quotient is as torch.nn.CrossEntropyLoss has it. So is what `smoothing`
 * does: that share of each target is all classes', alike, and weighs as they do; of terms nothing changes. */
KERNEL void cross_entropy(double *result, float *d, const float *logits, const int *ids, const float *OPTIONAL weights,
                          float smoothing, int T, int B, int n) {
  int step = B * panels_of(n) * NR;
  double sum = 0, terms = 0;
  float each = smoothing / n, of_all = smoothing > 0 ? each * weights_of(weights, n) : 0;
  for (int t = 0; t < T; t++, logits += step, d += step, ids += B)
    for (int b = 0; b < B; b++) {
      if (ids[b] < 0) {
        for (int j = 0; j < panels_of(n) * NR; j += VL) store(d + half_panel(b, j, B), splat(0));
        continue;
      }
      float most = row_maximum(logits, b, B, n), mass = row_exponentials(d, logits, most, b, B, n);
      float weight = weights ? weights[ids[b]] : 1.0f, own = smoothing > 0 ? weight * (1 - smoothing) : weight;
      double log_mass = vec_log(splat(mass))[0];
      int at = half_panel(b, ids[b], B);
      sum += own * (log_mass + (most - logits[at]));
      scale_row(d, (own + of_all) / mass, b, B, n);
      d[at] -= own;
      if (smoothing > 0) sum += of_all * log_mass + each * spread_target(d, logits, weights, each, most, b, B, n);
      terms += weight;
    }
  result[0] += sum;
  result[1] += terms;
}

/** ids (T, B) = the column of the largest of each row of y (T, B, n), of equal ones the first. */
KERNEL void largest_outputs(int *ids, const float *y, int T, int B, int n) {
  for (int t = 0; t < T; t++, y += B * panels_of(n) * NR, ids += B)
    for (int b = 0; b < B; b++) {
      float most = row_maximum(y, b, B, n);
      int best = 0;
      while (best < n - 1 && y[half_panel(b, best, B)] != most) best++;
      ids[b] = best;
    }
}

INLINE void softmax_backward(float *d, const float *y, int b, int B, int n) {
  vec sum = splat(0);
  for (int j = 0; j < n; j += VL) sum += load(d + half_panel(b, j, B)) * load(y + half_panel(b, j, B));
  vec mean = splat(total(sum));
  for (int j = 0; j < n; j += VL) {
    int at = half_panel(b, j, B);
    store(d + at, load(y + at) * (load(d + at) - mean));
  }
}

/** d = gradient before the activation, from d after it and the activation's value y. (T, B, n) */
KERNEL void activation_backward(float *d, const float *y, int activation, int T, int B, int n) {
  int step = B * panels_of(n) * NR;
  if (activation == SOFTMAX)
    for (int t = 0; t < T; t++, d += step, y += step)
      for (int b = 0; b < B; b++) softmax_backward(d, y, b, B, n);
  else
    for (int i = 0; i < T * step; i += VL) store(d + i, load(d + i) * slope(load(y + i), activation));
}
