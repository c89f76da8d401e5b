#include "kernels.h"
#include "lanes.h"
#include "matmul.h"

/** squares[t] += the sum of squares of d (T, B, H) at step t, or is_reversed at the step that lane b reads in its place:
 * lengths[b] - 1 - t. lengths may be null. */
KERNEL void step_squares(double *squares, const float *d, const int *OPTIONAL lengths, int T, int B, int H,
                         int is_reversed) {
  for (int s = 0; s < T; s++)
    for (int u = 0; u < panels_of(H); u++)
      for (int b = 0; b < B; b++, d += NR) {
        int length = lengths ? lengths[b] : T;
        if (s >= length) continue;
        dvec sum = {0};
        for (int half = 0; half < NR; half += VL) {
          dvec x = DOUBLES(choose(lanes_below(u * NR + half, H), load(d + half), splat(0)));
          sum += x * x;
        }
        double *total = squares + (is_reversed ? length - 1 - s : s);
        *total += dtotal(&sum);
      }
}

/** counts[0] += how many values of a gate in z (T, B, gates*H) lie below low or above high, counts[1] += how many there
 * are, both without what stands past the end of a lane. lengths may be null. */
KERNEL void count_outside(double *counts, const float *z, const int *OPTIONAL lengths, int T, int B, int H, int gates,
                          int gate, float low, float high) {
  int steps = 0, outside = 0;
  ivec found = {0};
  for (int t = 0; t < T; t++) {
    for (int b = 0; b < B; b++) steps += !has_ended(lengths, b, t);
    for (int u = 0; u < panels_of(H); u++) {
      const float *values = z + ((t * panels_of(H) + u) * gates + gate) * B * NR;
      for (int half = 0; half < NR; half += VL) {
        ivec units = lanes_below(u * NR + half, H);
        for (int b = 0; b < B; b++) {
          if (has_ended(lengths, b, t)) continue;
          vec x = load(values + b * NR + half);
          found -= units & ((x < splat(low)) | (x > splat(high)));
        }
      }
    }
  }
  for (int i = 0; i < VL; i++) outside += found[i];
  counts[0] += outside;
  counts[1] += (double)steps * H;
}

/** maxima (H) = the largest of themselves and h (T, B, H). */
KERNEL void unit_maxima(float *maxima, const float *h, int T, int B, int H) {
  for (int t = 0; t < T; t++)
    for (int u = 0; u < panels_of(H); u++)
      for (int b = 0; b < B; b++)
        for (int k = u * NR; k < u * NR + NR; k += VL, h += VL) {
          vec x = load(h), most = load(maxima + k);
          store(maxima + k, choose(x > most, x, most));
        }
}

/** The sum of squares of x - y, of x where y is null. count is a multiple of NR. */
KERNEL double squared_distance(const float *x, const float *OPTIONAL y, int count) {
  dvec squares = {0};
  for (int i = 0; i < count; i += VL) {
    dvec d = DOUBLES(load(x + i));
    if (y) d -= DOUBLES(load(y + i));
    squares += d * d;
  }
  return dtotal(&squares);
}

/** How many of factor * g lie further from 0 than limit. count is a multiple of NR. */
KERNEL int count_beyond(const float *g, float factor, float limit, int count) {
  ivec found = {0};
  int beyond = 0;
  for (int i = 0; i < count; i += VL) {
    vec x = load(g + i) * factor;
    found -= (x < splat(-limit)) | (x > splat(limit));
  }
  for (int i = 0; i < VL; i++) beyond += found[i];
  return beyond;
}
