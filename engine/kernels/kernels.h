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

/** `static` where one library holds the kernels several times, for several instruction sets. */
#ifndef KERNEL
#define KERNEL
#endif

/* ---- dense.c ---- */

/** z (T, B, panels*NR) = bias1 + bias2 + x (T, B, D) times w (D, panels*NR). Biases may be null. */
KERNEL void project(float *z, const float *x, const float *w, const float *bias1, const float *bias2, int T, int B, int D,
             int panels);
/** z = the same, where x is one-hot: row ids[t*B+b] of w (rows, panels*NR). Also looks up embeddings. */
KERNEL void gather_rows(float *z, const float *w, const float *bias1, const float *bias2, const int *ids, int T, int B,
                 int rows, int panels);
/** dw (D, panels*NR) += x (T, B, D) transposed times dz (T, B, panels*NR). */
KERNEL void weight_gradient(float *dw, const float *x, const float *dz, int T, int B, int D, int panels);
/** Row ids[t*B+b] of dw (rows, panels*NR) += dz (T, B, panels*NR), in the order of t, then b. */
KERNEL void scatter_rows(float *dw, const float *dz, const int *ids, int T, int B, int rows, int panels);
/** db1 and db2 += the sum of dz (T, B, panels*NR) over T and B. db2 may be null. */
KERNEL void bias_gradient(float *db1, float *db2, const float *dz, int T, int B, int panels);
/** wT (panels*NR, D) = w (D, panels*NR) transposed, its panels from … to - 1 of panels(D). */
KERNEL void transpose_weights(float *wT, const float *w, int D, int panels, int from, int to);

/** weight_gradient of the gates from … to - 1 alone, of `gates` in all. */
KERNEL void gate_weight_gradient(float *dw, const float *x, const float *dz, int T, int B, int D, int panels, int gates, int from,
                          int to);

/* ---- cells ----
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

enum activation { NONE, SIGMOID, TANH, RELU, SOFTMAX, EXP, LOG };

KERNEL void rnn_forward(float *z, const float *x, float *h, const float *w, const int *lengths, int first, int T, int B, int H,
                 int activation);
KERNEL void rnn_backward(float *z, const float *h, float *dy, const float *wT, const int *lengths, int first, int T, int B, int H,
                  int activation);
/** Gates i f g o; z ends as their values. */
KERNEL void lstm_forward(float *z, const float *x, float *h, float *c, const float *w, const int *lengths, int first, int T, int B,
                  int H, int S);
/** carry is the gradient of c. */
KERNEL void lstm_backward(float *z, const float *c, float *dy, float *carry, const float *wT, const int *lengths, int first, int T,
                   int B, int H);
/** Gates r z n, reset after the product. zx holds the input's part and ends as the gates; zh (T, B, 3H) gets the
 * recurrent part with bias_hh, of which n's third is kept. */
KERNEL void gru_forward(float *zx, float *zh, const float *x, float *h, const float *w, const float *bias, const int *lengths,
                 int first, int T, int B, int H);
/** zx and zh become the gradients of the input's and the recurrent part. */
KERNEL void gru_backward(float *zx, float *zh, const float *h, float *dy, float *carry, const float *wT, const int *lengths,
                  int first, int T, int B, int H);
/** Gates r z n, reset before the product: n = tanh(its sum + W_hn (r x)). z holds both biases. reset (T, B, H) gets r x. */
KERNEL void gru_before_forward(float *z, float *reset, const float *x, float *h, const float *w, const int *lengths, int first, int T,
                        int B, int H);
/** dreset (B, H) is scratch. dx (B, H) ends as the gradient of x's block 0: dh0 is that plus carry. */
KERNEL void gru_before_backward(float *z, float *dreset, const float *x, const float *h, float *dy, float *carry, float *dx,
                         const float *wT, const int *lengths, int first, int T, int B, int H);

/** Rows of x (T, B, gates*H), gated, less their mean and divided by their deviation, in place; inverse (T, B) is one
 * over it. y += gain * x + bias. bias may be null. Ba, Kiros and Hinton 2016; torch.nn.LayerNorm(gates*H). */
KERNEL void normalise(float *y, float *x, float *inverse, const float *gain, const float *bias, int T, int B, int H, int gates);
/** x, as `normalise` left it, becomes the gradient of what it was before. dgain is added to. */
KERNEL void normalise_backward(float *x, const float *dy, const float *inverse, const float *gain, float *dgain, int T, int B, int H,
                        int gates);

/* ---- state.c ---- */

/** Lanes of a panel matrix that ended by step t keep the state before it. lengths may be null. */
KERNEL void hold_lanes(float *after, const float *before, const int *lengths, int t, int B, int panels);
/** Its backward pass: moves their gradient from the state after to that before. */
KERNEL void pass_lanes(float *before, float *after, const int *lengths, int t, int B, int panels);
/** The first `columns` of step t of target = step t of source, or is_reversed step length - 1 - t; 0 where a lane's
 * sequence or the source has no such step. A step has so many panels in target and source. lengths may be null: the
 * larger number of steps. is_added: target += it. */
KERNEL void move_steps(float *target, int target_panels, const float *source, int source_panels, const int *lengths,
                int target_steps, int source_steps, int B, int columns, int is_reversed, int is_added);
/** y += x */
KERNEL void add(float *y, const float *x, int count);
/** count panels of rows lanes from lane `from` of a panel matrix with source_rows rows to lane `to` of another. */
KERNEL void copy_lanes(float *target, int target_rows, int to, const float *source, int source_rows, int from, int rows,
                int count);

/** y = x with each unit dropped with probability share and the others scaled by 1 / (1 - share). (T, B, H)
 * The mask is a hash of key, step, lane (first_lane … of lanes) and unit, so it does not depend on threads.
 * Of a gradient it is its own backward. y may be x. */
KERNEL void dropout(float *y, const float *x, float share, unsigned key, int T, int B, int H, int first_lane, int lanes);

/* ---- output.c ---- */

/** y = function(x), count a multiple of NR; not SOFTMAX. */
KERNEL void elementwise(float *y, const float *x, int count, int function);
/** Softmax over the n columns of rows of the panel matrices (T, B, n), in place; columns beyond n become 0. */
KERNEL void softmax(float *y, int T, int B, int n);
/** d = gradient before the activation, from d after it and the activation's value y. (T, B, n) */
KERNEL void activation_backward(float *d, const float *y, int activation, int T, int B, int n);

/* Losses: result[0] += the sum, result[1] += the terms, d = gradient of the sum. NaN targets do not count,
 * nor do ids below 0. */

KERNEL void cross_entropy(double *result, float *d, const float *logits, const int *ids, int T, int B, int n);
KERNEL void mean_squares(double *result, float *d, const float *y, const float *target, int count);
KERNEL void huber(double *result, float *d, const float *y, const float *target, float delta, int count);
/** y and d (T, B, 2n), gated: mean, log variance. target (T, B, n). */
KERNEL void gaussian(double *result, float *d, const float *y, const float *target, int T, int B, int n);
/** target (T, B, n) = 1 at ids[t*B+b], else 0; NaN beyond n. */
KERNEL void one_hot(float *target, const int *ids, int T, int B, int n);

/* ---- source.c ---- */

/** x (T, B, columns) = rows examples[b] * stride + t of values (rows, columns). */
KERNEL void gather_inputs(float *x, const float *values, const int *examples, int stride, int T, int B, int columns);
/** target (B, horizon * columns) = rows examples[b] + T + h of targets, less the row lags[h] earlier where lags[h] > 0. */
KERNEL void gather_targets(float *target, const float *targets, const int *lags, const int *examples, int T, int B,
                    int horizon, int columns);
/** ids and next (T, B) = symbols examples[b] + t and the ones after them. */
KERNEL void gather_symbols(int *ids, int *next, const unsigned short *symbols, const int *examples, int T, int B);
KERNEL void gather_labels(int *ids, const int *labels, const int *examples, int B);
/** out (B, groups*n), row-major, = y (B, groups*n), gated. */
KERNEL void scatter_outputs(float *out, const float *y, int B, int n, int groups);
/** The first horizon * columns of each of B rows of out (width wide) += the target that gather_targets took off. */
KERNEL void undo_lags(float *out, const float *targets, const int *lags, const int *examples, int T, int B, int horizon,
               int columns, int width, int rows);
/** g = factor * g, but no further from 0 than limit. */
KERNEL void clip_values(float *g, float factor, float limit, int count);
/** average = decay * average + (1 - decay) * p */
KERNEL void follow(float *average, const float *p, double decay, int count);

/* ---- optimiser.c, over `count` parameters, a multiple of NR ---- */

/** g[i] += the gradients of the other threads, each `stride` floats further; returns the sum of squares. */
KERNEL double sum_gradients(float *g, int threads, int stride, int count);
/** p -= rate * (factor * g + decay * p) */
KERNEL void descend(float *p, const float *g, float factor, float rate, float decay, int count);
/** m = momentum * m + g; p -= rate * m, or with nesterov rate * (g + momentum * m). */
KERNEL void descend_with_momentum(float *p, const float *g, float *m, float factor, float rate, float decay, float momentum,
                           int nesterov, int count);
/** v = alpha * v + (1 - alpha) * g^2; p -= rate * g / (sqrt(v) + epsilon) */
KERNEL void rmsprop(float *p, const float *g, float *v, float factor, float rate, float decay, double alpha, float epsilon,
             int count);
/** correction1 and 2 are 1 - beta^step. `shrink` multiplies p first (adamw's decay), 1 for adam. */
KERNEL void adam(float *p, const float *g, float *m, float *v, float factor, float rate, float decay, float shrink,
          double beta1, double beta2, float epsilon, float correction1, float correction2, int count);
KERNEL void zero(float *x, int count);

/* ---- diagnose.c: what gradients and units look like, no part of the training ---- */

/** squares[t] += the sum of squares of d (T, B, H) at step t, or is_reversed at the step that lane b reads in its place:
 * lengths[b] - 1 - t. lengths may be null. */
KERNEL void step_squares(double *squares, const float *d, const int *lengths, int T, int B, int H, int is_reversed);
/** counts[0] += how many values of a gate in z (T, B, gates*H) lie below low or above high, counts[1] += how many there
 * are, both without what stands past the end of a lane. lengths may be null. */
KERNEL void count_outside(double *counts, const float *z, const int *lengths, int T, int B, int H, int gates, int gate,
                   float low, float high);
/** maxima (H) = the largest of themselves and h (T, B, H). */
KERNEL void unit_maxima(float *maxima, const float *h, int T, int B, int H);
/** The sum of squares of x - y, of x where y is null. count is a multiple of NR. */
KERNEL double squared_distance(const float *x, const float *y, int count);
/** How many of factor * g lie further from 0 than limit. count is a multiple of NR. */
KERNEL int count_beyond(const float *g, float factor, float limit, int count);
