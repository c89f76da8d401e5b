#include "kernels.h"
#include "matmul.h"

void copy_lanes(float *target, int target_rows, int to, const float *source, int source_rows, int from, int rows,
                int count) {
  for (int p = 0; p < count; p++)
    for (int k = 0; k < rows * NR; k += VL)
      store(target + (p * target_rows + to) * NR + k, load(source + (p * source_rows + from) * NR + k));
}

/** Two rounds of multiply and xor-shift: each bit of the input reaches each bit of the result. */
INLINE uvec hash(uvec x) {
  x = (x ^ (x >> 16)) * 0x7feb352du;
  x = (x ^ (x >> 15)) * 0x846ca68bu;
  return x ^ (x >> 16);
}

void dropout(float *y, const float *x, float share, unsigned key, int T, int B, int H, int first_lane, int lanes) {
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

void zero(float *x, int count) {
  for (int i = 0; i < count; i += VL) store(x + i, splat(0));
}
