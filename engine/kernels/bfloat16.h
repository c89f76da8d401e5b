#pragma once
#include "matmul.h"
#ifdef __AMX_BF16__
#include "tiles.h"
#endif
/* Products of bfloat16 factors with sums in float. A bfloat16 is the upper half of a float, rounded to nearest even.
 *
 *   pairs(n)           ceil(n / 2)
 *   pair matrix (r, c) [panels(c)][pairs(r)][NR] of 32 bits: rows 2i and 2i + 1 of a column, the first in the lower half.
 *                      Of an odd r the last row's neighbour is 0. What a product multiplies with: weights, gradients.
 *
 * The other factor is made at every use, as the instructions want it. The two rows of a pair are added the second first,
 * each rounded as an FMA does: so vdpbf16ps has it, and so the same sums come without it, but for subnormal numbers, which
 * it takes for 0. */

INLINE int pairs_of(int n) { return (n + 1) / 2; }

#ifdef __AVX512BF16__
typedef unsigned short factor;
/** Of rows taken two by two from one column to the next, and to the second row. */
#define NEXT_COLUMN 2
#define SECOND_ROW 1
#else
/** The rounded value as a float: widened once instead of at each use. */
typedef float factor;
#define NEXT_COLUMN 1
#define SECOND_ROW NR
#endif

/** The nearest bfloat16, in the upper halves: as vcvtneps2bf16 has it, with 0 for subnormal numbers and a quiet NaN. */
INLINE uvec round_bf16(vec x) {
  uvec bits = (uvec)x, nearest = bits + 0x7fffu + ((bits >> 16) & 1u);
  ivec is_small = (bits & 0x7f800000u) == 0u;
  vec kept = choose(x != x, (vec)(bits | 0x400000u), (vec)nearest);
  return (uvec)choose(is_small, (vec)(bits & 0x80000000u), kept) & 0xffff0000u;
}

INLINE void store_pair(unsigned *p, vec first, vec second) {
#ifdef __AVX512BF16__
  static const unsigned short order[32] __attribute__((aligned(64))) = {
      0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31};
  __m512i both = (__m512i)_mm512_cvtne2ps_pbh((__m512)second, (__m512)first);
  _mm512_store_si512(p, _mm512_permutexvar_epi16(_mm512_load_si512(order), both));
#else
  *(uvec *)p = (round_bf16(first) >> 16) | round_bf16(second);
#endif
}

/** y (rows, NR) = x as the factor that goes row by row. */
INLINE void round_rows(factor *y, const float *x, int rows) {
  for (int k = 0; k < rows * NR; k += NR) {
#ifdef __AVX512BF16__
    _mm512_store_si512(y + k, (__m512i)_mm512_cvtne2ps_pbh((__m512)load(x + k + VL), (__m512)load(x + k)));
#else
    store(y + k, (vec)round_bf16(load(x + k)));
    store(y + k + VL, (vec)round_bf16(load(x + k + VL)));
#endif
  }
}

#ifdef __AVX512BF16__
/** sum += the second values of x times those of y, then the first. By the compiler's own function gcc 12 copies the sums. */
INLINE void add_dot(vec *sum, uvec x, uvec y) { __asm__("vdpbf16ps %2, %1, %0" : "+v"(*sum) : "v"(x), "v"(y)); }
#endif

INLINE uvec load_pairs(const unsigned *p) { return *(const uvec *)p; }

/** c (rows, NR) += a times the pairs b (pairs, NR). Row r of a begins `row` factors after the one before, its pairs lie
 * `step` apart and within a pair the second `second` after the first; `together` of them do, then comes the next piece. */
INLINE void pair_tile(float *c, const factor *a, const int row, const int step, const int second, int together,
                      int piece, const unsigned *b, int pairs, const int rows) {
  (void)second;
  vec sum[MR][2];
  UNROLL
  for (int r = 0; r < rows; r++) {
    sum[r][0] = load(c + r * NR);
    sum[r][1] = load(c + r * NR + VL);
  }
  for (; pairs > 0; pairs -= together, a += piece) {
    const factor *x = a;
    DO_NOT_UNROLL
    for (int i = pairs < together ? pairs : together; i > 0; i--, x += step, b += NR) {
      uvec b0 = load_pairs(b), b1 = load_pairs(b + VL);
#ifdef __AVX512BF16__
      UNROLL
      for (int r = 0; r < rows; r++) {
        int pair;
        __builtin_memcpy(&pair, x + r * row, sizeof pair);
        uvec both = (uvec)isplat(pair);
        add_dot(&sum[r][0], both, b0);
        add_dot(&sum[r][1], both, b1);
      }
#else
      vec first = (vec)(b0 & 0xffff0000u), other = (vec)(b1 & 0xffff0000u);
      UNROLL
      for (int r = 0; r < rows; r++) {
        vec value = splat(x[r * row + second]);
        sum[r][0] = fma(value, first, sum[r][0]);
        sum[r][1] = fma(value, other, sum[r][1]);
      }
      first = (vec)(b0 << 16), other = (vec)(b1 << 16);
      UNROLL
      for (int r = 0; r < rows; r++) {
        vec value = splat(x[r * row]);
        sum[r][0] = fma(value, first, sum[r][0]);
        sum[r][1] = fma(value, other, sum[r][1]);
      }
#endif
    }
  }
  UNROLL
  for (int r = 0; r < rows; r++) {
    store(c + r * NR, sum[r][0]);
    store(c + r * NR + VL, sum[r][1]);
  }
}

#define PAIR_CASE(rows)                                                                                               \
  case rows: pair_tile(c, a, NR, 2, 1, NR / 2, a_panel, b, pairs, rows); break;

/** `pair_tile` of rows beside each other, for a number of rows that is known at run time only, 1 to MR. */
INLINE void pair_tile_of(int rows, float *c, const factor *a, int a_panel, const unsigned *b, int pairs) {
  switch (rows) {
    PAIR_CASE(1) PAIR_CASE(2) PAIR_CASE(3) PAIR_CASE(4)
#if MR > 4
    PAIR_CASE(5) PAIR_CASE(6)
#endif
#if MR > 6
    PAIR_CASE(7) PAIR_CASE(8)
#endif
#if MR > 8
    PAIR_CASE(9) PAIR_CASE(10) PAIR_CASE(11) PAIR_CASE(12) PAIR_CASE(13)
#endif
  }
}

/** panel_product of rounded rows a (rows, k) with a panel of pairs: pieces as long as in the first-level cache. */
static void pair_product(float *c, const factor *a, const unsigned *b, int rows, int k) {
  int a_panel = rows * NR;
#ifdef __AMX_BF16__
  int whole = k / NR;
  if (whole > 0) multiply_rows(c, (const char *)a, NR * 2, a_panel * 2, b, rows, whole * TILE);
  a += whole * a_panel;
  b += whole * TILE * NR;
  k -= whole * NR;
#endif
  for (; k > 0; k -= 2 * KC, a += 2 * KC / NR * a_panel, b += KC * NR) {
    int pairs = pairs_of(k < 2 * KC ? k : 2 * KC);
    for (int tiles = (rows + MR - 1) / MR, r = 0, n; tiles > 0; tiles--, r += n) {
      n = (rows - r + tiles - 1) / tiles;
      pair_tile_of(n, c + r * NR, a + r * NR, a_panel, b, pairs);
    }
  }
}

/** What the recurrent product of a step multiplies: x (B, k), or for weights in bfloat16 the same rounded, in scratch. */
INLINE const void *operand(const float *x, void *scratch, int B, int k, const int is_bf16) {
  if (!is_bf16) return x;
  round_rows(scratch, x, panels_of(k) * B);
  return scratch;
}

/** c (B, NR) += that times panel p of the weights (k, …), a panel matrix or a pair matrix. */
INLINE void operand_product(float *c, const void *x, const void *w, int p, int B, int k, const int is_bf16) {
  if (is_bf16)
    pair_product(c, x, (const unsigned *)w + p * pairs_of(k) * NR, B, k);
  else
    panel_product(c, x, (const float *)w + p * k * NR, B, k);
}
