#include "kernels.h"
#include "lanes.h"
#include "matmul.h"
#include "transcendental.h"

/* One vector of all steps of a lane that are within its length: x (T, B, panels*NR) to y (B, panels*NR). A lane without
 * lengths has T steps, and every lane at least one. Backward, dx is written, 0 past the end of a lane. */

INLINE int length_of(const int *lengths, int b, int T) { return lengths ? lengths[b] : T; }

/** y = the mean over the steps. */
KERNEL void pool_mean(float *y, const float *x, const int *OPTIONAL lengths, int T, int B, int panels) {
  int step = B * panels * NR;
  for (int p = 0; p < panels; p++)
    for (int b = 0; b < B; b++) {
      int at = (p * B + b) * NR, length = length_of(lengths, b, T);
      for (int k = at; k < at + NR; k += VL) {
        vec sum = splat(0);
        for (int t = 0; t < length; t++) sum += load(x + t * step + k);
        store(y + k, sum / splat(length));
      }
    }
}

KERNEL void pool_mean_backward(float *dx, const float *dy, const int *OPTIONAL lengths, int T, int B, int panels) {
  for (int t = 0; t < T; t++, dx += B * panels * NR)
    for (int p = 0; p < panels; p++)
      for (int b = 0; b < B; b++) {
        int at = (p * B + b) * NR, length = length_of(lengths, b, T);
        for (int k = at; k < at + NR; k += VL)
          store(dx + k, t < length ? load(dy + k) / splat(length) : splat(0));
      }
}

/** y = the largest over the steps, best (B, panels*NR) which step it is of: the first of equal ones. */
KERNEL void pool_max(float *y, int *best, const float *x, const int *OPTIONAL lengths, int T, int B, int panels) {
  int step = B * panels * NR;
  for (int p = 0; p < panels; p++)
    for (int b = 0; b < B; b++) {
      int at = (p * B + b) * NR, length = length_of(lengths, b, T);
      for (int k = at; k < at + NR; k += VL) {
        vec most = load(x + k);
        ivec where = isplat(0);
        for (int t = 1; t < length; t++) {
          vec value = load(x + t * step + k);
          /* NaN stays. */
          ivec is_more = (value > most) | (value != value);
          most = choose(is_more, value, most);
          where = (is_more & isplat(t)) | (~is_more & where);
        }
        store(y + k, most);
        *(ivec *)(best + k) = where;
      }
    }
}

KERNEL void pool_max_backward(float *dx, const float *dy, const int *best, int T, int B, int panels) {
  int step = B * panels * NR;
  for (int t = 0; t < T; t++, dx += step)
    for (int k = 0; k < step; k += VL)
      store(dx + k, choose(*(const ivec *)(best + k) == isplat(t), load(dy + k), splat(0)));
}

/** shares (T, B) = softmax over a lane's steps of the first column of scores (T, B, NR); y = the mean by these shares. */
KERNEL void attend_steps(float *y, float *shares, const float *x, const float *scores, const int *OPTIONAL lengths,
                         int T, int B, int panels) {
  int step = B * panels * NR;
  for (int b = 0; b < B; b++) {
    int length = length_of(lengths, b, T);
    float most = scores[b * NR], mass = 0;
    for (int t = 1; t < length; t++) {
      float score = scores[(t * B + b) * NR];
      most = score > most || score != score ? score : most;
    }
    for (int t = 0; t < T; t++) {
      float share = t < length ? vec_exp(splat(scores[(t * B + b) * NR] - most))[0] : 0;
      shares[t * B + b] = share;
      mass += share;
    }
    for (int t = 0; t < length; t++) shares[t * B + b] /= mass;
    for (int p = 0; p < panels; p++) {
      int at = (p * B + b) * NR;
      for (int k = at; k < at + NR; k += VL) {
        vec sum = splat(0);
        for (int t = 0; t < length; t++) sum = fma(splat(shares[t * B + b]), load(x + t * step + k), sum);
        store(y + k, sum);
      }
    }
  }
}

/** dx and dscores (T, B, NR) from dy; that of x by the scores is not in it. */
KERNEL void attend_steps_backward(float *dx, float *dscores, const float *x, const float *shares, const float *dy,
                                  const int *OPTIONAL lengths, int T, int B, int panels) {
  int step = B * panels * NR;
  for (int b = 0; b < B; b++) {
    int length = length_of(lengths, b, T);
    float mean = 0;
    for (int t = 0; t < T; t++) {
      float share = shares[t * B + b], *d = dscores + (t * B + b) * NR;
      vec product = splat(0);
      for (int p = 0; p < panels; p++) {
        int at = (p * B + b) * NR;
        for (int k = at; k < at + NR; k += VL) {
          vec upstream = load(dy + k);
          if (t < length) product = fma(upstream, load(x + t * step + k), product);
          store(dx + t * step + k, t < length ? upstream * share : splat(0));
        }
      }
      for (int k = 0; k < NR; k += VL) store(d + k, splat(0));
      d[0] = total(product);
      mean += share * d[0];
    }
    for (int t = 0; t < T; t++) {
      float *d = dscores + (t * B + b) * NR;
      d[0] = t < length ? shares[t * B + b] * (d[0] - mean) : 0;
    }
  }
}
