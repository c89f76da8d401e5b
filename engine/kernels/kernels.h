#pragma once
/*
 * All arithmetic of a training step, as functions over buffers that the caller owns: no allocation, no globals.
 *
 * B lanes of the batch, T time steps, D inputs, H hidden units, G gates, V vocabulary. NR floats make the width of a
 * panel (vector.h). Every buffer begins at a multiple of 64 bytes.
 *
 *   panels(n)             ceil(n / NR)
 *   panel matrix (r, c)   [panels(c)][r][NR]: element (i, j) is at (j / NR) * r * NR + i * NR + j % NR.
 *                         Columns from c to the end of the last panel are zero unless said otherwise.
 *   sequence (T, B, c)    T panel matrices (B, c), one after the other
 *   gated (…, G*H)        columns in the order unit panel, gate, unit in panel: panel u * G + g holds gate g
 *                         of the units u * NR … u * NR + NR - 1
 *
 * A weight matrix is a panel matrix (inputs, outputs), the transpose of PyTorch's, with gated outputs; a bias is
 * one row of it. So a gradient tile, a weight panel and a moment of the optimiser have one and the same layout.
 */

/** Before the definition of a kernel: all that declares it (declarations.mjs). It is `static` where one library holds the
 * kernels several times, for several instruction sets. */
#ifndef KERNEL
#define KERNEL
#endif

/** Before the name of a pointer that may be null. */
#define OPTIONAL

/** Functions by number, for rows of gates and outputs; TypeScript gets them from here. */
enum activation { NONE, SIGMOID, TANH, RELU, SOFTMAX, EXP, LOG };

/* Cells.
 * forward: z holds the input product with biases and becomes what backward needs. h and c are (T+1, B, H): block 0 is
 * the initial state, block t+1 the state after step t. x (T, B, S) is what weight_hh, w, multiplies: h itself, or
 * made from it by the caller, who then calls for one step at a time. w may be null: z (of gru: zh) holds that product already.
 * backward: dy (T, B, H) is the gradient of the outputs and ends as that of h by all its ways, 0 past the end of a
 * lane. z becomes the gradient of the gates' sums.
 * carry (B, H) is the gradient of the last state that does not pass through h's recurrent product; on return that
 * of the initial state. dh0 is then project(z's block 0, wT), plus carry for gru. wT is weight_hh transposed; within
 * the T steps it takes S = H and x = h.
 * lengths: lane b has lengths[b] steps, of which `first` were before this call; then its state stays as it is. May be
 * null: all steps count. */

/* Losses: result[0] += the sum, result[1] += the terms, d = gradient of the sum. NaN targets do not count,
 * nor do ids below 0. */
