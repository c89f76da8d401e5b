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

/* Attention of T steps of B lanes over the S steps of M lanes that were read before: lane b attends to the steps within
 * the length of lane rows[b], or of lane b where rows is null. keys (S, M, n), queries (T, B, n), values and context
 * (…, panels*NR), shares (T, B, S). A key is scored by its product with the query or, where v (1, n) is given, by
 * v · tanh(query + key). Columns of the keys from n on have to be zero, and those of the queries where v is given. */

typedef struct {
  const float *queries, *keys, *v;
  int B, M, n;
} scored;

INLINE float score(scored of, int b, int m) {
  vec sum = splat(0);
  for (int p = 0; p < panels_of(of.n); p++)
    for (int k = 0; k < NR; k += VL) {
      vec query = load(of.queries + (p * of.B + b) * NR + k), key = load(of.keys + (p * of.M + m) * NR + k);
      sum = of.v ? fma(load(of.v + p * NR + k), vec_tanh(query + key), sum) : fma(query, key, sum);
    }
  return total(sum);
}

/** shares = softmax of the scores over the steps within the length, 0 past it; context = the values' mean by them. */
KERNEL void attend(float *context, float *shares, const float *queries, const float *keys, const float *values,
                   const float *OPTIONAL v, const int *OPTIONAL rows, const int *OPTIONAL lengths, int T, int B, int S,
                   int M, int n, int panels) {
  int query_step = B * panels_of(n) * NR, key_step = M * panels_of(n) * NR;
  int context_step = B * panels * NR, value_step = M * panels * NR;
  for (int b = 0; b < B; b++) {
    int m = rows ? rows[b] : b, length = lengths ? lengths[m] : S;
    for (int t = 0; t < T; t++) {
      float *share = shares + (t * B + b) * S, most = -__builtin_inff(), mass = 0;
      for (int s = 0; s < length; s++) {
        share[s] = score((scored){queries + t * query_step, keys + s * key_step, v, B, M, n}, b, m);
        most = share[s] > most || share[s] != share[s] ? share[s] : most;
      }
      for (int s = 0; s < S; s++) {
        share[s] = s < length ? vec_exp(splat(share[s] - most))[0] : 0;
        mass += share[s];
      }
      for (int s = 0; s < length; s++) share[s] /= mass;
      for (int p = 0; p < panels; p++)
        for (int k = 0; k < NR; k += VL) {
          vec sum = splat(0);
          for (int s = 0; s < length; s++)
            sum = fma(splat(share[s]), load(values + s * value_step + (p * M + m) * NR + k), sum);
          store(context + t * context_step + (p * B + b) * NR + k, sum);
        }
    }
  }
}

/** dqueries from dcontext, and dkeys, dvalues and dv (1, n) +=, where every lane attends to its own steps: M = B and no
 * rows. dscores (T, B, S) is room for the gradient of the scores. Past a lane's end nothing is added. */
KERNEL void attend_backward(float *dqueries, float *dkeys, float *dvalues, float *OPTIONAL dv, float *dscores,
                            const float *dcontext, const float *shares, const float *queries, const float *keys,
                            const float *values, const float *OPTIONAL v, const int *OPTIONAL lengths, int T, int B,
                            int S, int n, int panels) {
  int step = B * panels_of(n) * NR, value_step = B * panels * NR;
  for (int b = 0; b < B; b++) {
    int length = lengths ? lengths[b] : S;
    for (int t = 0; t < T; t++) {
      const float *share = shares + (t * B + b) * S;
      float *d = dscores + (t * B + b) * S, mean = 0;
      for (int s = 0; s < length; s++) {
        vec product = splat(0);
        for (int p = 0; p < panels; p++)
          for (int k = 0; k < NR; k += VL) {
            int at = (p * B + b) * NR + k;
            vec upstream = load(dcontext + t * value_step + at);
            float *dvalue = dvalues + s * value_step + at;
            product = fma(upstream, load(values + s * value_step + at), product);
            store(dvalue, fma(splat(share[s]), upstream, load(dvalue)));
          }
        d[s] = total(product);
        mean += share[s] * d[s];
      }
      for (int s = 0; s < S; s++) d[s] = s < length ? share[s] * (d[s] - mean) : 0;
      for (int p = 0; p < panels_of(n); p++)
        for (int k = 0; k < NR; k += VL) {
          int at = (p * B + b) * NR + k;
          vec query = load(queries + t * step + at), dquery = splat(0);
          /* Beside the columns a state may be anything. */
          ivec is_column = lanes_below(p * NR + k, n);
          for (int s = 0; s < length; s++) {
            vec key = load(keys + s * step + at), dscore = splat(d[s]);
            float *dkey = dkeys + s * step + at;
            if (v) {
              vec y = vec_tanh(query + key), upstream = dscore * load(v + p * NR + k) * (1 - y * y);
              dquery += upstream;
              store(dkey, load(dkey) + upstream);
              store(dv + p * NR + k, fma(dscore, y, load(dv + p * NR + k)));
            } else {
              dquery = fma(dscore, key, dquery);
              store(dkey, fma(dscore, choose(is_column, query, splat(0)), load(dkey)));
            }
          }
          store(dqueries + t * step + at, dquery);
        }
    }
  }
}
