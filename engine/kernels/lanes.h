#pragma once
#include "vector.h"
/* Lanes whose sequence has ended: their state stays as it is, and its gradient passes by. Without lengths none has. */

INLINE int has_ended(const int *lengths, int lane, int t) { return lengths && lengths[lane] <= t; }

/** Of one panel (B, NR): lanes that ended by step t keep the state before it. */
INLINE void hold(float *after, const float *before, const int *lengths, int t, int B) {
  if (!lengths) return;
  for (int b = 0; b < B; b++)
    if (has_ended(lengths, b, t))
      for (int k = b * NR; k < b * NR + NR; k += VL) store(after + k, load(before + k));
}

/** The backward pass of `hold`: moves the gradient of the state after step t to that before it. */
INLINE void pass(float *before, float *after, const int *lengths, int t, int B) {
  if (!lengths) return;
  for (int b = 0; b < B; b++)
    if (has_ended(lengths, b, t))
      for (int k = b * NR; k < b * NR + NR; k += VL) {
        store(before + k, load(before + k) + load(after + k));
        store(after + k, splat(0));
      }
}
