#include "kernels.h"
#include "lanes.h"
#include "matmul.h"

/** count panels of rows lanes from lane `from` of a panel matrix with source_rows rows to lane `to` of another. */
KERNEL void copy_lanes(float *target, int target_rows, int to, const float *source, int source_rows, int from,
                       int rows, int count) {
  for (int p = 0; p < count; p++)
    for (int k = 0; k < rows * NR; k += VL)
      store(target + (p * target_rows + to) * NR + k, load(source + (p * source_rows + from) * NR + k));
}

/** Columns to … to + count - 1 of y (T, B, width) = columns from … from + count - 1 of x (T, B, columns). */
KERNEL void copy_columns(float *y, int width, int to, const float *x, int columns, int from, int count, int T, int B) {
  int y_step = panels_of(width) * B * NR, x_step = panels_of(columns) * B * NR;
  for (int t = 0; t < T; t++, y += y_step, x += x_step)
    for (int j = 0; j < count; j++) {
      float *target = y + (to + j) / NR * B * NR + (to + j) % NR;
      const float *source = x + (from + j) / NR * B * NR + (from + j) % NR;
      for (int b = 0; b < B * NR; b += NR) target[b] = source[b];
    }
}

/** ids[i] = i / each % modulo. */
KERNEL void cycle_numbers(int *ids, int count, int each, int modulo) {
  for (int i = 0; i < count; i++) ids[i] = i / each % modulo;
}

/** Lanes r * times … r * times + times - 1 of a panel matrix = row r of another with `rows` of them. */
KERNEL void repeat_lanes(float *target, const float *source, int rows, int times, int panels) {
  for (int r = 0; r < panels * rows; r++, source += NR)
    for (int n = 0; n < times; n++, target += NR)
      for (int k = 0; k < NR; k += VL) store(target + k, load(source + k));
}

/** Its backward pass: row r of target = the sum of lanes r * times … r * times + times - 1 of source. */
KERNEL void sum_lanes(float *target, const float *source, int rows, int times, int panels) {
  for (int r = 0; r < panels * rows; r++, target += NR, source += times * NR)
    for (int k = 0; k < NR; k += VL) {
      vec sum = splat(0);
      for (int n = 0; n < times; n++) sum += load(source + n * NR + k);
      store(target + k, sum);
    }
}

/** Value `place` of `places` of each of the `length` steps of a segment of y (S, B * copies, length * places), in lane
 * b * copies + copy, = column `column` of x (S * length, B, columns). is_back: x += y. */
KERNEL void fold_column(float *y, float *x, int column, int columns, int copy, int copies, int place, int places,
                        int length, int S, int B, int is_back) {
  int y_step = panels_of(length * places) * B * copies * NR, x_step = panels_of(columns) * B * NR;
  x += column / NR * B * NR + column % NR;
  for (int s = 0; s < S; s++, y += y_step)
    for (int i = 0; i < length; i++, x += x_step) {
      int j = i * places + place;
      float *value = y + (j / NR * B * copies + copy) * NR + j % NR;
      for (int b = 0; b < B; b++) {
        if (is_back) x[b * NR] += value[b * copies * NR];
        else value[b * copies * NR] = x[b * NR];
      }
    }
}

/** Column (m * n + j) * copies + c of row b of x (B, positions * n * copies) = column j of lane
 * (b * copies + c) * positions + m of y (B * copies * positions, n). is_back: y = x. */
KERNEL void unfold_segments(float *x, float *y, int n, int copies, int positions, int B, int is_back) {
  int lanes = B * copies * positions;
  for (int m = 0; m < positions; m++)
    for (int j = 0; j < n; j++)
      for (int c = 0; c < copies; c++) {
        int column = (m * n + j) * copies + c;
        float *row = x + column / NR * B * NR + column % NR;
        float *lane = y + (j / NR * lanes + c * positions + m) * NR + j % NR;
        for (int b = 0; b < B; b++, row += NR, lane += copies * positions * NR) {
          if (is_back) *lane = *row;
          else *row = *lane;
        }
      }
}

/** Lanes of a panel matrix that ended by step t keep the state before it. lengths may be null. */
KERNEL void hold_lanes(float *after, const float *before, const int *OPTIONAL lengths, int t, int B, int panels) {
  for (int p = 0; p < panels; p++, after += B * NR, before += B * NR) hold(after, before, lengths, t, B);
}

/** Its backward pass: moves their gradient from the state after to that before. */
KERNEL void pass_lanes(float *before, float *after, const int *OPTIONAL lengths, int t, int B, int panels) {
  for (int p = 0; p < panels; p++, before += B * NR, after += B * NR) pass(before, after, lengths, t, B);
}

/** The first `columns` of step t of target = step t of source, or is_reversed step length - 1 - t; 0 where a lane's
 * sequence or the source has no such step. A step has so many panels in target and source. lengths may be null: the
 * larger number of steps. is_added: target += it. */
KERNEL void move_steps(float *target, int target_panels, const float *source, int source_panels,
                       const int *OPTIONAL lengths, int target_steps, int source_steps, int B, int columns,
                       int is_reversed, int is_added) {
  int whole = target_steps > source_steps ? target_steps : source_steps;
  for (int t = 0; t < target_steps; t++, target += target_panels * B * NR)
    for (int u = 0; u < panels_of(columns); u++)
      for (int b = 0; b < B; b++) {
        int length = lengths ? lengths[b] : whole, s = is_reversed ? length - 1 - t : t;
        int is_there = t < length && s >= 0 && s < source_steps;
        float *row = target + (u * B + b) * NR;
        const float *from = source + ((s * source_panels + u) * B + b) * NR;
        for (int half = 0; half < NR; half += VL) {
          vec x = is_there ? choose(lanes_below(u * NR + half, columns), load(from + half), splat(0)) : splat(0);
          store(row + half, is_added ? load(row + half) + x : x);
        }
      }
}

/** Two rounds of multiply and xor-shift: each bit of the input reaches each bit of the result. */
INLINE uvec hash(uvec x) {
  x = (x ^ (x >> 16)) * 0x7feb352du;
  x = (x ^ (x >> 15)) * 0x846ca68bu;
  return x ^ (x >> 16);
}

/** y = x with each unit dropped with probability share and the others scaled by 1 / (1 - share). (T, B, H)
 * The mask is a hash of key, step, lane (first_lane … of lanes) and unit, so it does not depend on threads; with 0 for
 * lanes it is the same at every step. Of a gradient it is its own backward. y may be x. */
KERNEL void dropout(float *y, const float *x, float share, unsigned key, int T, int B, int H, int first_lane,
                    int lanes) {
  uvec lane;
  for (int i = 0; i < VL; i++) lane[i] = i;
  unsigned limit = share * 4294967296.0f;
  vec scale = splat(1.0f / (1.0f - share));
  for (int t = 0; t < T; t++)
    for (int u = 0; u < panels_of(H) * NR; u += NR)
      for (int b = 0; b < B; b++)
        for (int half = 0; half < NR; half += VL, x += VL, y += VL) {
          unsigned element = (unsigned)((t * lanes + first_lane + b) * H + u + half);
          uvec bits = hash(hash(element + lane) ^ key);
          store(y, choose(bits >= limit - (uvec){0}, load(x) * scale, splat(0)));
        }
}

/** What a lane of a decoder reads at a step from 1 to its length is, with probability share, what it put out at the step
 * before, outputs (T, B), in the place of ids (T, B): by a hash as `dropout` has it. */
KERNEL void mix_symbols(int *ids, const int *outputs, const int *lengths, float share, unsigned key, int T, int B,
                        int first_lane, int lanes) {
  for (int t = 1; t < T; t++)
    for (int b = 0; b < B; b++) {
      uvec element = (unsigned)(t * lanes + first_lane + b) - (uvec){0};
      unsigned bits = hash(hash(element) ^ key)[0];
      if (t < lengths[b] && bits < share * 4294967296.0) ids[t * B + b] = outputs[(t - 1) * B + b];
    }
}

/** The same of whole rows (T, B, panels*NR): those of an id are dropped together, wherever they stand. */
KERNEL void drop_rows(float *y, const float *x, const int *ids, float share, unsigned key, int T, int B, int panels) {
  unsigned limit = share * 4294967296.0f;
  vec scale = splat(1.0f / (1.0f - share));
  for (int t = 0; t < T; t++, ids += B)
    for (int p = 0; p < panels; p++)
      for (int b = 0; b < B; b++, x += NR, y += NR) {
        uvec bits = hash(hash((uvec){0} + (unsigned)ids[b]) ^ key);
        for (int half = 0; half < NR; half += VL)
          store(y + half, choose(bits >= limit - (uvec){0}, load(x + half) * scale, splat(0)));
      }
}

/** The same of a weight (D, G*H): the mask is by the places that the values have in PyTorch's (G*H, D). */
KERNEL void drop_weights(float *y, const float *x, float share, unsigned key, int D, int H, int G) {
  uvec lane;
  for (int i = 0; i < VL; i++) lane[i] = i;
  unsigned limit = share * 4294967296.0f;
  vec scale = splat(1.0f / (1.0f - share));
  for (int u = 0; u < panels_of(H) * NR; u += NR)
    for (int g = 0; g < G; g++)
      for (int d = 0; d < D; d++)
        for (int half = 0; half < NR; half += VL, x += VL, y += VL) {
          uvec element = ((unsigned)(g * H + u + half) + lane) * (unsigned)D + (unsigned)d;
          uvec bits = hash(hash(element) ^ key);
          store(y, choose(bits >= limit - (uvec){0}, load(x) * scale, splat(0)));
        }
}

/** count is a multiple of VL. */
KERNEL void zero(float *x, int count) {
  for (int i = 0; i < count; i += VL) store(x + i, splat(0));
}

/** y += x */
KERNEL void add(float *y, const float *x, int count) {
  for (int i = 0; i < count; i += VL) store(y + i, load(y + i) + load(x + i));
}

/** d += size * h_t + change * (2 h_t - h_(t-1) - h_(t+1)), of the neighbours those that are there: the gradient of half
 * the squares of values and changes. (T, B, panels*NR), from step `first` on, within lengths, which may be null. */
KERNEL void penalise(float *d, const float *h, const int *OPTIONAL lengths, float size, float change, int first, int T,
                     int B, int panels) {
  int step = panels * B * NR;
  for (int t = first; t < T; t++)
    for (int p = 0; p < panels; p++)
      for (int b = 0; b < B; b++) {
        int length = lengths ? lengths[b] : T, at = t * step + (p * B + b) * NR;
        if (t >= length) continue;
        for (int k = at; k < at + NR; k += VL) {
          vec x = load(h + k), change_of = splat(0);
          if (t > first) change_of = change_of + x - load(h + k - step);
          if (t + 1 < length) change_of = change_of + x - load(h + k + step);
          store(d + k, load(d + k) + splat(size) * x + splat(change) * change_of);
        }
      }
}
