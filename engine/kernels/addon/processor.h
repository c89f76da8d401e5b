#pragma once
#include <cpuid.h>
#include <stdbool.h>

/** Whether the operating system keeps all the registers of the mask (Intel's manual, XCR0) across threads. */
static bool keeps_registers(unsigned mask) {
  unsigned low, high;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (low & mask) == mask;
}

/** Bits of cpuid's leaves 1 and 7 and the latter's second part, by Intel's manual. */
enum { FMA = 1 << 12, OSXSAVE = 1 << 27, AVX = 1 << 28, AVX2 = 1 << 5, AVX512_F = 1 << 16, AVX512_DQ = 1 << 17 };
enum { AVX512_BW = 1 << 30, AVX512_BF16 = 1 << 5, AMX_BF16 = 1 << 22, AMX_TILE = 1 << 24 };
enum { XMM_YMM = 0x6, ZMM = 0xe0, TILES = 0x60000 };

static bool has_avx2(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & FMA) || !(c & OSXSAVE) || !(c & AVX)) return false;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & AVX2) && keeps_registers(XMM_YMM);
}

static bool has_avx512(void) {
  unsigned a, b, c, d;
  if (!has_avx2() || !__get_cpuid_count(7, 0, &a, &b, &c, &d)) return false;
  return (b & AVX512_F) && (b & AVX512_DQ) && keeps_registers(XMM_YMM | ZMM);
}

/** AVX512_BF16 is told by the second part of leaf 7. */
static bool has_avx512bf16(void) {
  unsigned a, b, c, d;
  if (!has_avx512() || !__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b & AVX512_BW)) return false;
  return __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a & AVX512_BF16);
}

static bool has_amx(void) {
  unsigned a, b, c, d;
  if (!has_avx512bf16() || !__get_cpuid_count(7, 0, &a, &b, &c, &d)) return false;
  return (d & AMX_BF16) && (d & AMX_TILE) && keeps_registers(TILES);
}

/** Asks the system for tiles, which Linux gives to a process on request alone (arch_prctl, ARCH_REQ_XCOMP_PERM); 0 when
 * they may be used, else why not, by the numbers of errno.h. What threads begin with then is theirs too. */
static int ask_for_tiles(void) {
#ifdef __linux__
  long number = 158, code = 0x1023, data = 18, result;
  __asm__ volatile("syscall" : "=a"(result) : "0"(number), "D"(code), "S"(data) : "rcx", "r11", "memory");
  return (int)-result;
#else
  return 0;
#endif
}
