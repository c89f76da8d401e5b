#pragma once
#ifdef __SSE2__
#include <immintrin.h>
#endif
/* Vectors of VL floats by the compiler's vector extensions. Only this header knows of instruction sets. */

#ifndef VL
#define VL 4
#endif

/** Columns of a panel: two vectors, the width of every matrix tile. */
#define NR (2 * VL)

typedef float vec __attribute__((vector_size(VL * 4)));
typedef int ivec __attribute__((vector_size(VL * 4)));
typedef unsigned uvec __attribute__((vector_size(VL * 4)));

#define INLINE static inline __attribute__((always_inline))

/** Before a loop: unrolled whole, or not at all. */
#ifdef __clang__
#define UNROLL _Pragma("clang loop unroll(full)")
#define DO_NOT_UNROLL _Pragma("clang loop unroll(disable)")
#else
#define UNROLL _Pragma("GCC unroll 16")
#define DO_NOT_UNROLL _Pragma("GCC unroll 1")
#endif

INLINE vec load(const float *p) { return *(const vec *)p; }
INLINE void store(float *p, vec x) { *(vec *)p = x; }
INLINE vec splat(float x) { return x - (vec){0}; }
INLINE ivec isplat(int x) { return x - (ivec){0}; }

/** a * b + c, in one rounding where the machine has it. */
INLINE vec fma(vec a, vec b, vec c) {
#ifdef __wasm_relaxed_simd__
  return __builtin_wasm_relaxed_madd_f32x4(a, b, c);
#else
  return a * b + c;
#endif
}

/** Lane by lane a where the mask is set, else b. */
INLINE vec choose(ivec mask, vec a, vec b) { return (vec)((mask & (ivec)a) | (~mask & (ivec)b)); }

/** NaN in x stays: where one of two is NaN, these instructions give the second. */
INLINE vec clamp(vec x, float low, float high) {
#ifdef __wasm_simd128__
  return __builtin_wasm_pmax_f32x4(__builtin_wasm_pmin_f32x4(x, splat(high)), splat(low));
#elif defined __AVX512F__
  return (vec)_mm512_max_ps((__m512)splat(low), _mm512_min_ps((__m512)splat(high), (__m512)x));
#elif defined __AVX__
  return (vec)_mm256_max_ps((__m256)splat(low), _mm256_min_ps((__m256)splat(high), (__m256)x));
#elif defined __SSE2__
  return (vec)_mm_max_ps((__m128)splat(low), _mm_min_ps((__m128)splat(high), (__m128)x));
#else
  x = choose(x > splat(high), splat(high), x);
  return choose(x < splat(low), splat(low), x);
#endif
}

INLINE vec root(vec x) {
#if __has_builtin(__builtin_elementwise_sqrt)
  return __builtin_elementwise_sqrt(x);
#else
  float lane[VL];
  __builtin_memcpy(lane, &x, sizeof lane);
  for (int i = 0; i < VL; i++) lane[i] = __builtin_sqrtf(lane[i]);
  __builtin_memcpy(&x, lane, sizeof lane);
  return x;
#endif
}

/** Sum of the lanes, by halves. */
INLINE float total(vec x) {
  float lane[VL];
  __builtin_memcpy(lane, &x, sizeof lane);
  for (int half = VL / 2; half > 0; half /= 2)
    for (int i = 0; i < half; i++) lane[i] += lane[i + half];
  return lane[0];
}

/** A vec in double precision: what has vanished or explodes has a square beyond a float. */
typedef double dvec __attribute__((vector_size(VL * 8)));

#define DOUBLES(x) __builtin_convertvector(x, dvec)

/** Sum of the lanes, from the first on. */
INLINE double dtotal(const dvec *x) {
  double sum = 0;
  for (int i = 0; i < VL; i++) sum += (*x)[i];
  return sum;
}

/** Lanes first … first + VL - 1 that lie below count. */
INLINE ivec lanes_below(int first, int count) {
  ivec lane;
  for (int i = 0; i < VL; i++) lane[i] = first + i;
  return lane < isplat(count);
}
