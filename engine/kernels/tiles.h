#pragma once
#include "vector.h"
/* Products of bfloat16 by the matrix unit of Intel's processors (AMX): a tile of 16 rows of pairs of bfloat16 by 16 pairs
 * of 16 columns. The layouts of bfloat16.h are made for it: a panel of rounded rows is 32 values wide, 64 bytes, and half
 * of a panel of pairs is 16 of them, so tiles are read as they lie. (Intel's manual, volume 1, chapter 18.)
 *
 * Tiles 0 to 3 hold the sums of two blocks of rows by two halves of a panel, 4 and 5 the blocks' rows, 6 and 7 the pairs. */

/** Pairs, and columns of half a panel, of a tile. */
#define TILE 16

/** As LDTILECFG reads it: bytes of a row, and rows, of each tile. */
struct tile_shapes {
  unsigned char palette, start, reserved[14];
  unsigned short bytes[16];
  unsigned char rows[16];
};

/** Shapes for two blocks of so many rows, 1 to 16 each. */
INLINE void shape_tiles(int first, int second) {
  struct tile_shapes shapes = {.palette = 1};
  for (int tile = 0; tile < 8; tile++) {
    shapes.bytes[tile] = 64;
    shapes.rows[tile] = (unsigned char)(tile > 5 ? TILE : tile < 2 || tile == 4 ? first : second);
  }
  /* gcc takes 8 bytes of it for all that is read. */
  __asm__ volatile("" ::"r"(&shapes) : "memory");
  _tile_loadconfig(&shapes);
}

/** What was stored before is there for tiles, and what they store for what follows: the compiler knows nothing of that. */
#define TILES_AND_MEMORY_AGREE __asm__ volatile("" ::: "memory")

/** c (rows, NR) += a times the pairs b, TILE pairs at a time, in tiles of the present shapes: `first` rows and those after
 * them, 0 or as shaped. Rows of a lie `row` bytes apart, its next TILE pairs `piece` bytes further. */
INLINE void multiply_tiles(float *c, int first, int has_second, const char *a, long row, long piece, const unsigned *b,
                           int pairs) {
  float *second = c + first * NR;
  const char *below = a + first * row;
  _tile_loadd(0, c, NR * 4);
  _tile_loadd(1, c + VL, NR * 4);
  if (has_second) {
    _tile_loadd(2, second, NR * 4);
    _tile_loadd(3, second + VL, NR * 4);
  }
  for (; pairs > 0; pairs -= TILE, a += piece, below += piece, b += TILE * NR) {
    _tile_loadd(4, a, row);
    _tile_loadd(6, b, NR * 4);
    _tile_loadd(7, b + VL, NR * 4);
    _tile_dpbf16ps(0, 4, 6);
    _tile_dpbf16ps(1, 4, 7);
    if (has_second) {
      _tile_loadd(5, below, row);
      _tile_dpbf16ps(2, 5, 6);
      _tile_dpbf16ps(3, 5, 7);
    }
  }
  _tile_stored(0, c, NR * 4);
  _tile_stored(1, c + VL, NR * 4);
  if (has_second) {
    _tile_stored(2, second, NR * 4);
    _tile_stored(3, second + VL, NR * 4);
  }
}

/** The same of any number of rows, dealt evenly to blocks of 16 at most. Pairs are a multiple of TILE, at least one. */
INLINE void multiply_rows(float *c, const char *a, long row, long piece, const unsigned *b, int rows, int pairs) {
  TILES_AND_MEMORY_AGREE;
  for (int blocks = (rows + 2 * TILE - 1) / (2 * TILE), r = 0, n; blocks > 0; blocks--, r += n) {
    n = (rows - r + blocks - 1) / blocks;
    int first = n > 1 ? (n + 1) / 2 : n, second = n - first;
    shape_tiles(first, second > 0 ? second : 1);
    multiply_tiles(c + r * NR, first, second > 0, a + r * row, row, piece, b, pairs);
  }
  /* What is in use is saved whenever threads change. */
  _tile_release();
  TILES_AND_MEMORY_AGREE;
}
