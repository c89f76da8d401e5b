#include "kernels.h"
#include "matmul.h"

/** x (T, B, columns) = rows examples[b] * stride + t of values (rows, columns). */
KERNEL void gather_inputs(float *x, const float *values, const int *examples, int stride, int T, int B, int columns) {
  for (int t = 0; t < T; t++)
    for (int j = 0; j < columns; j += NR)
      for (int b = 0; b < B; b++, x += NR) {
        const float *row = values + (examples[b] * stride + t) * columns + j;
        int width = columns - j < NR ? columns - j : NR;
        for (int i = 0; i < NR; i++) x[i] = i < width ? row[i] : 0;
      }
}

/** x (B * H, columns), lane b * H + h = row examples[b] + first + h of values (rows, columns). */
KERNEL void gather_ahead(float *x, const float *values, const int *examples, int first, int H, int B, int columns) {
  for (int j = 0; j < columns; j += NR) {
    int width = columns - j < NR ? columns - j : NR;
    for (int b = 0; b < B; b++) {
      const float *row = values + (examples[b] + first) * columns + j;
      for (int h = 0; h < H; h++, x += NR, row += columns)
        for (int i = 0; i < NR; i++) x[i] = i < width ? row[i] : 0;
    }
  }
}

/** target (B, horizon * columns) = rows examples[b] + T + h of targets, less the row lags[h] earlier where lags[h] > 0. */
KERNEL void gather_targets(float *target, const float *targets, const int *lags, const int *examples, int T, int B,
                           int horizon, int columns) {
  int n = horizon * columns;
  for (int j = 0; j < panels_of(n) * NR; j++) {
    float *column = target + j / NR * B * NR + j % NR;
    int h = j / columns;
    for (int b = 0; b < B; b++) {
      if (j >= n) {
        column[b * NR] = __builtin_nanf("");
        continue;
      }
      const float *value = targets + (examples[b] + T) * columns + j;
      column[b * NR] = lags[h] > 0 ? *value - value[-lags[h] * columns] : *value;
    }
  }
}

/** ids and next (T, B) = symbols examples[b] + t and the ones after them. */
KERNEL void gather_symbols(int *ids, int *next, const unsigned short *symbols, const int *examples, int T, int B) {
  for (int t = 0; t < T; t++)
    for (int b = 0; b < B; b++, ids++, next++) {
      *ids = symbols[examples[b] + t];
      *next = symbols[examples[b] + t + 1];
    }
}

/** ids (T, B) = symbols starts[examples[b]] + t, `padding` from step lengths[b] on. */
KERNEL void gather_sequences(int *ids, const unsigned short *symbols, const int *starts, const int *examples,
                             const int *lengths, int padding, int T, int B) {
  for (int t = 0; t < T; t++)
    for (int b = 0; b < B; b++) *ids++ = t < lengths[b] ? symbols[starts[examples[b]] + t] : padding;
}

/** x (T, B, columns) = rows starts[examples[b]] + t of values (rows, columns), zeros from step lengths[b] on. */
KERNEL void gather_vectors(float *x, const float *values, const int *starts, const int *examples, const int *lengths,
                           int T, int B, int columns) {
  for (int t = 0; t < T; t++)
    for (int j = 0; j < columns; j += NR)
      for (int b = 0; b < B; b++, x += NR) {
        const float *row = values + (starts[examples[b]] + t) * columns + j;
        int width = t >= lengths[b] ? 0 : columns - j < NR ? columns - j : NR;
        for (int i = 0; i < NR; i++) x[i] = i < width ? row[i] : 0;
      }
}

/** ids (T, B) = labels starts[examples[b]] + t, which are below 0 where there is none; -1 from step lengths[b] on. */
KERNEL void gather_classes(int *ids, const short *labels, const int *starts, const int *examples, const int *lengths,
                           int T, int B) {
  for (int t = 0; t < T; t++)
    for (int b = 0; b < B; b++) *ids++ = t < lengths[b] ? labels[starts[examples[b]] + t] : -1;
}

/** ids (T, B) = numbers starts[examples[b]] + t, 0 from step lengths[b] on. */
KERNEL void gather_numbers(int *ids, const int *numbers, const int *starts, const int *examples, const int *lengths,
                           int T, int B) {
  for (int t = 0; t < T; t++)
    for (int b = 0; b < B; b++) *ids++ = t < lengths[b] ? numbers[starts[examples[b]] + t] : 0;
}

/** Of count ids the different ones, in the order in which they come first, and for each id which of those it is. Returns
 * how many they are. places has a number for every id that there may be, all 0, and is so again in the end. */
KERNEL int list_distinct(int *place, int *distinct, int *places, const int *ids, int count) {
  int n = 0;
  for (int i = 0; i < count; i++) {
    int *known = places + ids[i];
    if (*known == 0) distinct[n++] = ids[i], *known = n;
    place[i] = *known - 1;
  }
  for (int k = 0; k < n; k++) places[distinct[k]] = 0;
  return n;
}

/** The largest of count numbers, at least 0. */
KERNEL int largest_number(const int *numbers, int count) {
  int most = 0;
  for (int i = 0; i < count; i++) most = numbers[i] > most ? numbers[i] : most;
  return most;
}

/** ids (B) = labels[examples[b]]. */
KERNEL void gather_labels(int *ids, const int *labels, const int *examples, int B) {
  for (int b = 0; b < B; b++) ids[b] = labels[examples[b]];
}

/** out (B, groups*n), row-major, = y (B, groups*n), gated. */
KERNEL void scatter_outputs(float *out, const float *y, int B, int n, int groups) {
  for (int b = 0; b < B; b++)
    for (int g = 0; g < groups; g++)
      for (int j = 0; j < n; j++) *out++ = y[((j / NR * groups + g) * B + b) * NR + j % NR];
}

/** Steps from … from + count - 1 of out (B, steps, n), row-major, = y (count, B, n). */
KERNEL void scatter_steps(float *out, const float *y, int from, int count, int steps, int B, int n) {
  for (int t = from; t < from + count; t++, y += panels_of(n) * B * NR)
    for (int b = 0; b < B; b++)
      for (int j = 0; j < n; j++) out[(b * steps + t) * n + j] = y[(j / NR * B + b) * NR + j % NR];
}

/** The first horizon * columns of each of B rows of out (width wide) += the target that gather_targets took off. */
KERNEL void undo_lags(float *out, const float *targets, const int *lags, const int *examples, int T, int B,
                      int horizon, int columns, int width, int rows) {
  for (int b = 0; b < B; b++, out += width)
    for (int h = 0; h < horizon; h++) {
      int row = examples[b] + T + h - lags[h];
      if (lags[h] <= 0) continue;
      for (int j = 0; j < columns; j++)
        out[h * columns + j] += row < rows ? targets[row * columns + j] : __builtin_nanf("");
    }
}
