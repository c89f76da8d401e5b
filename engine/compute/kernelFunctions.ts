// Made from engine/kernels by the build: change a kernel there.
import type { Offset } from './offset.ts';

/** `enum activation` of `engine/kernels/kernels.h`. */
export const activationCodes = { none: 0, sigmoid: 1, tanh: 2, relu: 3, softmax: 4, exp: 5, log: 6 } as const;

/** The kernels, whose buffers are laid out as `engine/kernels/kernels.h` says. */
export interface KernelFunctions {
  /** z (T, B, panels*NR) = bias1 + bias2 + x (T, B, D) times w (D, panels*NR). Biases may be null. */
  project(
    z: Offset,
    x: Offset,
    w: Offset,
    bias1: Offset | undefined,
    bias2: Offset | undefined,
    T: number,
    B: number,
    D: number,
    panels: number,
  ): void;
  /** z = the same, where x is one-hot: row ids[t*B+b] of w (rows, panels*NR). Also looks up embeddings. */
  gather_rows(
    z: Offset,
    w: Offset,
    bias1: Offset | undefined,
    bias2: Offset | undefined,
    ids: Offset,
    T: number,
    B: number,
    rows: number,
    panels: number,
  ): void;
  /** Row ids[t*B+b] of dw (rows, panels*NR) += dz (T, B, panels*NR), in the order of t, then b. */
  scatter_rows(dw: Offset, dz: Offset, ids: Offset, T: number, B: number, rows: number, panels: number): void;
  /** Row `row` of dw (rows, panels*NR) = 0. */
  zero_row(dw: Offset, row: number, rows: number, panels: number): void;
  /** dw (D, panels*NR) += x (T, B, D) transposed times dz (T, B, panels*NR). */
  weight_gradient(dw: Offset, x: Offset, dz: Offset, T: number, B: number, D: number, panels: number): void;
  /** weight_gradient of the gates from … to - 1 alone, of `gates` in all. */
  gate_weight_gradient(
    dw: Offset,
    x: Offset,
    dz: Offset,
    T: number,
    B: number,
    D: number,
    panels: number,
    gates: number,
    from: number,
    to: number,
  ): void;
  /** db1 and db2 += the sum of dz (T, B, panels*NR) over T and B. db2 may be null. */
  bias_gradient(db1: Offset, db2: Offset | undefined, dz: Offset, T: number, B: number, panels: number): void;
  /** wT (panels*NR, D) = w (D, panels*NR) transposed, its panels from … to - 1 of panels(D). */
  transpose_weights(wT: Offset, w: Offset, D: number, panels: number, from: number, to: number): void;
  /** y, the pair matrix (D, panels*NR), = x, the panel matrix, rounded: its panels from … to - 1. */
  round_pairs(y: Offset, x: Offset, D: number, from: number, to: number): void;
  /** z (T, B, panels*NR) = bias1 + bias2 + x (T, B, D), rounded to bfloat16, times the pair matrix w (D, panels*NR).
   * scratch has 512 * 256 floats. */
  project_bf16(
    z: Offset,
    x: Offset,
    w: Offset,
    bias1: Offset | undefined,
    bias2: Offset | undefined,
    scratch: Offset,
    T: number,
    B: number,
    D: number,
    panels: number,
  ): void;
  /** dw (D, panels*NR), of the panels whose gate is one of from … to - 1, += x (T, B, D) transposed times dz (T, B, panels*NR),
   * both rounded to bfloat16. scratch has 512 * 256 + 128 * NR floats. */
  gate_weight_gradient_bf16(
    dw: Offset,
    x: Offset,
    dz: Offset,
    scratch: Offset,
    T: number,
    B: number,
    D: number,
    panels: number,
    gates: number,
    from: number,
    to: number,
  ): void;
  /** squares[t] += the sum of squares of d (T, B, H) at step t, or is_reversed at the step that lane b reads in its place:
   * lengths[b] - 1 - t. lengths may be null. */
  step_squares(
    squares: Offset,
    d: Offset,
    lengths: Offset | undefined,
    T: number,
    B: number,
    H: number,
    isReversed: number,
  ): void;
  /** counts[0] += how many values of a gate in z (T, B, gates*H) lie below low or above high, counts[1] += how many there
   * are, both without what stands past the end of a lane. lengths may be null. */
  count_outside(
    counts: Offset,
    z: Offset,
    lengths: Offset | undefined,
    T: number,
    B: number,
    H: number,
    gates: number,
    gate: number,
    low: number,
    high: number,
  ): void;
  /** maxima (H) = the largest of themselves and h (T, B, H). */
  unit_maxima(maxima: Offset, h: Offset, T: number, B: number, H: number): void;
  /** The sum of squares of x - y, of x where y is null. count is a multiple of NR. */
  squared_distance(x: Offset, y: Offset | undefined, count: number): number;
  /** How many of factor * g lie further from 0 than limit. count is a multiple of NR. */
  count_beyond(g: Offset, factor: number, limit: number, count: number): number;
  /** Over `count` values of y, a multiple of NR. */
  mean_squares(result: Offset, d: Offset, y: Offset, target: Offset, count: number): void;
  /** As `mean_squares`; delta is where squares end and absolute values begin. */
  huber(result: Offset, d: Offset, y: Offset, target: Offset, delta: number, count: number): void;
  /** y and d (T, B, 2n), gated: mean, log variance. target (T, B, n). */
  gaussian(result: Offset, d: Offset, y: Offset, target: Offset, T: number, B: number, n: number): void;
  /**
   * y and d (T, B, 3n), gated: the location, ln of the squared scale, and c of the degrees of freedom 2 + softplus(c) of
   * Student's t. Its negative log-likelihood, -log_prob of torch.distributions.StudentT. target (T, B, n).
   */
  student_t(result: Offset, d: Offset, y: Offset, target: Offset, T: number, B: number, n: number): void;
  /** rest and slope (count, a multiple of NR) = `vec_stirling_rest` and `vec_digamma_rest` of x. */
  gamma_rests(rest: Offset, slope: Offset, x: Offset, count: number): void;
  /**
   * y and d (T, B, 2n), gated: a and b of a negative binomial distribution with the mean m = unit * softplus(a) and the
   * dispersion softplus(b) / sqrt(unit), 1/r: its variance is m + m^2/r (Salinas et al. 2017, DeepAR, 1704.04110, equation 4
   * and the scales below it). target (T, B, n): counts k over `units` (T, B, n). The negative log-likelihood, as its deviance
   * k ln(k/m) - (r + k) ln((r + k)/(r + m)) and what Stirling's formulas leave (Loader 2000): that loses no digits where
   * counts or r are large.
   */
  negative_binomial(
    result: Offset,
    d: Offset,
    y: Offset,
    target: Offset,
    units: Offset,
    T: number,
    B: number,
    n: number,
  ): void;
  /**
   * y and d (T, B, 3n), gated: the median m, then a and b, so that the quantiles m - softplus(a), m and m + softplus(b) never
   * cross. The mean over the three of twice their pinball losses. target (T, B, n).
   */
  quantiles(result: Offset, d: Offset, y: Offset, target: Offset, T: number, B: number, n: number): void;
  /** target (T, B, n) = 1 at ids[t*B+b], else 0; NaN beyond n. */
  one_hot(target: Offset, ids: Offset, T: number, B: number, n: number): void;
  /** Rows of x (T, B, gates*H), gated, less their mean and divided by their deviation, in place; inverse (T, B) is one
   * over it. y += gain * x + bias. bias may be null. Ba, Kiros and Hinton 2016; torch.nn.LayerNorm(gates*H). */
  normalise(
    y: Offset,
    x: Offset,
    inverse: Offset,
    gain: Offset,
    bias: Offset | undefined,
    T: number,
    B: number,
    H: number,
    gates: number,
  ): void;
  /** x, as `normalise` left it, becomes the gradient of what it was before. dgain is added to. */
  normalise_backward(
    x: Offset,
    dy: Offset,
    inverse: Offset,
    gain: Offset,
    dgain: Offset,
    T: number,
    B: number,
    H: number,
    gates: number,
  ): void;
  /** levels (2, B): of column `column` of x (T, B, columns) the mean of each lane's steps, and their deviation; is_last: the
   * last value, and 1. */
  measure_column(
    levels: Offset,
    x: Offset,
    column: number,
    columns: number,
    isLast: number,
    T: number,
    B: number,
  ): void;
  /** Column `column` of y (T, B, columns) = that of x less the level and divided by the deviation that `measure_column` has
   * found, times gain + bias, which may be null. */
  normalise_column(
    y: Offset,
    x: Offset,
    levels: Offset,
    gain: Offset | undefined,
    bias: Offset | undefined,
    column: number,
    columns: number,
    T: number,
    B: number,
  ): void;
  /** Adds to the gradients of gain and bias. dy (T, B, columns) */
  normalise_column_backward(
    dgain: Offset,
    dbias: Offset,
    dy: Offset,
    x: Offset,
    levels: Offset,
    column: number,
    columns: number,
    T: number,
    B: number,
  ): void;
  /** The way back: of y (B, horizon * targets) column h * targets + target = (that of x - bias) / gain * deviation + level,
   * for every h. gain and bias may be null. */
  restore_column(
    y: Offset,
    x: Offset,
    levels: Offset,
    gain: Offset | undefined,
    bias: Offset | undefined,
    target: number,
    targets: number,
    horizon: number,
    B: number,
  ): void;
  /** dx from dy (B, horizon * targets), whose column it may be; adds to the gradients of gain and bias, which may be null. */
  restore_column_backward(
    dx: Offset,
    dgain: Offset | undefined,
    dbias: Offset | undefined,
    dy: Offset,
    x: Offset,
    levels: Offset,
    gain: Offset | undefined,
    bias: Offset | undefined,
    target: number,
    targets: number,
    horizon: number,
    B: number,
  ): void;
  /** g[i] += the gradients of the other threads, each `stride` floats further; returns the sum of squares. */
  sum_gradients(g: Offset, threads: number, stride: number, count: number): number;
  /** g = factor * g, but no further from 0 than limit. */
  clip_values(g: Offset, factor: number, limit: number, count: number): void;
  /** average = decay * average + (1 - decay) * p */
  follow(average: Offset, p: Offset, decay: number, count: number): void;
  /** p -= rate * (factor * g + decay * p) */
  descend(p: Offset, g: Offset, factor: number, rate: number, decay: number, count: number): void;
  /** m = momentum * m + g; p -= rate * m, or with nesterov rate * (g + momentum * m). */
  descend_with_momentum(
    p: Offset,
    g: Offset,
    m: Offset,
    factor: number,
    rate: number,
    decay: number,
    momentum: number,
    nesterov: number,
    count: number,
  ): void;
  /** v = alpha * v + (1 - alpha) * g^2; p -= rate * g / (sqrt(v) + epsilon) */
  rmsprop(
    p: Offset,
    g: Offset,
    v: Offset,
    factor: number,
    rate: number,
    decay: number,
    alpha: number,
    epsilon: number,
    count: number,
  ): void;
  /** correction1 and 2 are 1 - beta^step. `shrink` multiplies p first (adamw's decay), 1 for adam. */
  adam(
    p: Offset,
    g: Offset,
    m: Offset,
    v: Offset,
    factor: number,
    rate: number,
    decay: number,
    shrink: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    correction1: number,
    correction2: number,
    count: number,
  ): void;
  /** y = activation(x), count a multiple of NR; not SOFTMAX. */
  elementwise(y: Offset, x: Offset, count: number, activation: number): void;
  /** Softmax over the n columns of rows of the panel matrices (T, B, n), in place; columns beyond n become 0. */
  softmax(y: Offset, T: number, B: number, n: number): void;
  /** Of each row of y (B, n) the k largest, the largest first and of equal ones that of the lower column: their columns, ids
   * (B, k), and logarithms of what softmax makes of them, logs (B, k). k is at most n. */
  best_outputs(ids: Offset, logs: Offset, y: Offset, B: number, n: number, k: number): void;
  /** ids (T, B); d and logits (T, B, n). weights (n) of the classes, 1 each where null: both the loss and its terms are
   * multiplied by that of the id, so that their quotient is as torch.nn.CrossEntropyLoss has it. So is what `smoothing`
   * does: that share of each target is all classes', alike, and weighs as they do; of terms nothing changes. */
  cross_entropy(
    result: Offset,
    d: Offset,
    logits: Offset,
    ids: Offset,
    weights: Offset | undefined,
    smoothing: number,
    T: number,
    B: number,
    n: number,
  ): void;
  /** ids (T, B) = the column of the largest of each row of y (T, B, n), of equal ones the first. */
  largest_outputs(ids: Offset, y: Offset, T: number, B: number, n: number): void;
  /** d = gradient before the activation, from d after it and the activation's value y. (T, B, n) */
  activation_backward(d: Offset, y: Offset, activation: number, T: number, B: number, n: number): void;
  /** y = the mean over the steps. */
  pool_mean(y: Offset, x: Offset, lengths: Offset | undefined, T: number, B: number, panels: number): void;

  pool_mean_backward(dx: Offset, dy: Offset, lengths: Offset | undefined, T: number, B: number, panels: number): void;
  /** y = the largest over the steps, best (B, panels*NR) which step it is of: the first of equal ones. */
  pool_max(y: Offset, best: Offset, x: Offset, lengths: Offset | undefined, T: number, B: number, panels: number): void;

  pool_max_backward(dx: Offset, dy: Offset, best: Offset, T: number, B: number, panels: number): void;
  /** shares (T, B) = softmax over a lane's steps of the first column of scores (T, B, NR); y = the mean by these shares. */
  attend_steps(
    y: Offset,
    shares: Offset,
    x: Offset,
    scores: Offset,
    lengths: Offset | undefined,
    T: number,
    B: number,
    panels: number,
  ): void;
  /** dx and dscores (T, B, NR) from dy; that of x by the scores is not in it. */
  attend_steps_backward(
    dx: Offset,
    dscores: Offset,
    x: Offset,
    shares: Offset,
    dy: Offset,
    lengths: Offset | undefined,
    T: number,
    B: number,
    panels: number,
  ): void;
  /** shares = softmax of the scores over the steps within the length, 0 past it; context = the values' mean by them. */
  attend(
    context: Offset,
    shares: Offset,
    queries: Offset,
    keys: Offset,
    values: Offset,
    v: Offset | undefined,
    rows: Offset | undefined,
    lengths: Offset | undefined,
    T: number,
    B: number,
    S: number,
    M: number,
    n: number,
    panels: number,
  ): void;
  /** dqueries from dcontext, and dkeys, dvalues and dv (1, n) +=, where every lane attends to its own steps: M = B and no
   * rows. dscores (T, B, S) is room for the gradient of the scores. Past a lane's end nothing is added. */
  attend_backward(
    dqueries: Offset,
    dkeys: Offset,
    dvalues: Offset,
    dv: Offset | undefined,
    dscores: Offset,
    dcontext: Offset,
    shares: Offset,
    queries: Offset,
    keys: Offset,
    values: Offset,
    v: Offset | undefined,
    lengths: Offset | undefined,
    T: number,
    B: number,
    S: number,
    n: number,
    panels: number,
  ): void;
  /** x (T, B, columns) = rows examples[b] * stride + t of values (rows, columns). */
  gather_inputs(
    x: Offset,
    values: Offset,
    examples: Offset,
    stride: number,
    T: number,
    B: number,
    columns: number,
  ): void;
  /** x (B * H, columns), lane b * H + h = row examples[b] + first + h of values (rows, columns). */
  gather_ahead(x: Offset, values: Offset, examples: Offset, first: number, H: number, B: number, columns: number): void;
  /** target (B, horizon * columns) = rows examples[b] + T + h of targets, less the row lags[h] earlier where lags[h] > 0. */
  gather_targets(
    target: Offset,
    targets: Offset,
    lags: Offset,
    examples: Offset,
    T: number,
    B: number,
    horizon: number,
    columns: number,
  ): void;
  /** ids and next (T, B) = symbols examples[b] + t and the ones after them. */
  gather_symbols(ids: Offset, next: Offset, symbols: Offset, examples: Offset, T: number, B: number): void;
  /** ids (T, B) = symbols starts[examples[b]] + t, `padding` from step lengths[b] on. */
  gather_sequences(
    ids: Offset,
    symbols: Offset,
    starts: Offset,
    examples: Offset,
    lengths: Offset,
    padding: number,
    T: number,
    B: number,
  ): void;
  /** x (T, B, columns) = rows starts[examples[b]] + t of values (rows, columns), zeros from step lengths[b] on. */
  gather_vectors(
    x: Offset,
    values: Offset,
    starts: Offset,
    examples: Offset,
    lengths: Offset,
    T: number,
    B: number,
    columns: number,
  ): void;
  /** ids (T, B) = labels starts[examples[b]] + t, which are below 0 where there is none; -1 from step lengths[b] on. */
  gather_classes(
    ids: Offset,
    labels: Offset,
    starts: Offset,
    examples: Offset,
    lengths: Offset,
    T: number,
    B: number,
  ): void;
  /** ids (T, B) = numbers starts[examples[b]] + t, 0 from step lengths[b] on. */
  gather_numbers(
    ids: Offset,
    numbers: Offset,
    starts: Offset,
    examples: Offset,
    lengths: Offset,
    T: number,
    B: number,
  ): void;
  /** Of count ids the different ones, in the order in which they come first, and for each id which of those it is. Returns
   * how many they are. places has a number for every id that there may be, all 0, and is so again in the end. */
  list_distinct(place: Offset, distinct: Offset, places: Offset, ids: Offset, count: number): number;
  /** The largest of count numbers, at least 0. */
  largest_number(numbers: Offset, count: number): number;
  /** ids (B) = labels[examples[b]]. */
  gather_labels(ids: Offset, labels: Offset, examples: Offset, B: number): void;
  /** out (B, groups*n), row-major, = y (B, groups*n), gated. */
  scatter_outputs(out: Offset, y: Offset, B: number, n: number, groups: number): void;
  /** Steps from … from + count - 1 of out (B, steps, n), row-major, = y (count, B, n). */
  scatter_steps(out: Offset, y: Offset, from: number, count: number, steps: number, B: number, n: number): void;
  /** The first horizon * columns of each of B rows of out (width wide) += the target that gather_targets took off. */
  undo_lags(
    out: Offset,
    targets: Offset,
    lags: Offset,
    examples: Offset,
    T: number,
    B: number,
    horizon: number,
    columns: number,
    width: number,
    rows: number,
  ): void;
  /** count panels of rows lanes from lane `from` of a panel matrix with source_rows rows to lane `to` of another. */
  copy_lanes(
    target: Offset,
    targetRows: number,
    to: number,
    source: Offset,
    sourceRows: number,
    from: number,
    rows: number,
    count: number,
  ): void;
  /** Columns to … to + count - 1 of y (T, B, width) = columns from … from + count - 1 of x (T, B, columns). */
  copy_columns(
    y: Offset,
    width: number,
    to: number,
    x: Offset,
    columns: number,
    from: number,
    count: number,
    T: number,
    B: number,
  ): void;
  /** ids[i] = i / each % modulo. */
  cycle_numbers(ids: Offset, count: number, each: number, modulo: number): void;
  /** Lanes r * times … r * times + times - 1 of a panel matrix = row r of another with `rows` of them. */
  repeat_lanes(target: Offset, source: Offset, rows: number, times: number, panels: number): void;
  /** Its backward pass: row r of target = the sum of lanes r * times … r * times + times - 1 of source. */
  sum_lanes(target: Offset, source: Offset, rows: number, times: number, panels: number): void;
  /** Value `place` of `places` of each of the `length` steps of a segment of y (S, B * copies, length * places), in lane
   * b * copies + copy, = column `column` of x (S * length, B, columns). is_back: x += y. */
  fold_column(
    y: Offset,
    x: Offset,
    column: number,
    columns: number,
    copy: number,
    copies: number,
    place: number,
    places: number,
    length: number,
    S: number,
    B: number,
    isBack: number,
  ): void;
  /** Column (m * n + j) * copies + c of row b of x (B, positions * n * copies) = column j of lane
   * (b * copies + c) * positions + m of y (B * copies * positions, n). is_back: y = x. */
  unfold_segments(x: Offset, y: Offset, n: number, copies: number, positions: number, B: number, isBack: number): void;
  /** Lanes of a panel matrix that ended by step t keep the state before it. lengths may be null. */
  hold_lanes(after: Offset, before: Offset, lengths: Offset | undefined, t: number, B: number, panels: number): void;
  /** Its backward pass: moves their gradient from the state after to that before. */
  pass_lanes(before: Offset, after: Offset, lengths: Offset | undefined, t: number, B: number, panels: number): void;
  /** The first `columns` of step t of target = step t of source, or is_reversed step length - 1 - t; 0 where a lane's
   * sequence or the source has no such step. A step has so many panels in target and source. lengths may be null: the
   * larger number of steps. is_added: target += it. */
  move_steps(
    target: Offset,
    targetPanels: number,
    source: Offset,
    sourcePanels: number,
    lengths: Offset | undefined,
    targetSteps: number,
    sourceSteps: number,
    B: number,
    columns: number,
    isReversed: number,
    isAdded: number,
  ): void;
  /** y = x with each unit dropped with probability share and the others scaled by 1 / (1 - share). (T, B, H)
   * The mask is a hash of key, step, lane (first_lane … of lanes) and unit, so it does not depend on threads; with 0 for
   * lanes it is the same at every step. Of a gradient it is its own backward. y may be x. */
  dropout(
    y: Offset,
    x: Offset,
    share: number,
    key: number,
    T: number,
    B: number,
    H: number,
    firstLane: number,
    lanes: number,
  ): void;
  /** What a lane of a decoder reads at a step from 1 to its length is, with probability share, what it put out at the step
   * before, outputs (T, B), in the place of ids (T, B): by a hash as `dropout` has it. */
  mix_symbols(
    ids: Offset,
    outputs: Offset,
    lengths: Offset,
    share: number,
    key: number,
    T: number,
    B: number,
    firstLane: number,
    lanes: number,
  ): void;
  /** The same of whole rows (T, B, panels*NR): those of an id are dropped together, wherever they stand. */
  drop_rows(y: Offset, x: Offset, ids: Offset, share: number, key: number, T: number, B: number, panels: number): void;
  /** The same of a weight (D, G*H): the mask is by the places that the values have in PyTorch's (G*H, D). */
  drop_weights(y: Offset, x: Offset, share: number, key: number, D: number, H: number, G: number): void;
  /** count is a multiple of VL. */
  zero(x: Offset, count: number): void;
  /** y += x */
  add(y: Offset, x: Offset, count: number): void;
  /** d += size * h_t + change * (2 h_t - h_(t-1) - h_(t+1)), of the neighbours those that are there: the gradient of half
   * the squares of values and changes. (T, B, panels*NR), from step `first` on, within lengths, which may be null. */
  penalise(
    d: Offset,
    h: Offset,
    lengths: Offset | undefined,
    size: number,
    change: number,
    first: number,
    T: number,
    B: number,
    panels: number,
  ): void;
  /** Gates r z n, reset after the product. zx holds the input's part and ends as the gates; zh (T, B, 3H) gets the
   * recurrent part with bias_hh, of which n's third is kept. */
  gru_forward(
    zx: Offset,
    zh: Offset,
    x: Offset,
    h: Offset,
    w: Offset | undefined,
    bias: Offset | undefined,
    lengths: Offset | undefined,
    first: number,
    T: number,
    B: number,
    H: number,
  ): void;

  gru_forward_bf16(
    zx: Offset,
    zh: Offset,
    x: Offset,
    h: Offset,
    w: Offset,
    bias: Offset | undefined,
    scratch: Offset,
    lengths: Offset | undefined,
    first: number,
    T: number,
    B: number,
    H: number,
  ): void;
  /** zx and zh become the gradients of the input's and the recurrent part. */
  gru_backward(
    zx: Offset,
    zh: Offset,
    h: Offset,
    dy: Offset,
    carry: Offset,
    wT: Offset,
    lengths: Offset | undefined,
    first: number,
    T: number,
    B: number,
    H: number,
  ): void;

  gru_backward_bf16(
    zx: Offset,
    zh: Offset,
    h: Offset,
    dy: Offset,
    carry: Offset,
    wT: Offset,
    scratch: Offset,
    lengths: Offset | undefined,
    first: number,
    T: number,
    B: number,
    H: number,
  ): void;
  /** Gates r z n, reset before the product: n = tanh(its sum + W_hn (r x)). z holds both biases. reset (T, B, H) gets r x. */
  gru_before_forward(
    z: Offset,
    reset: Offset,
    x: Offset,
    h: Offset,
    w: Offset,
    lengths: Offset | undefined,
    first: number,
    T: number,
    B: number,
    H: number,
  ): void;
  /** dreset (B, H) is scratch. dx (B, H) ends as the gradient of x's block 0: dh0 is that plus carry. */
  gru_before_backward(
    z: Offset,
    dreset: Offset,
    x: Offset,
    h: Offset,
    dy: Offset,
    carry: Offset,
    dx: Offset,
    wT: Offset,
    lengths: Offset | undefined,
    first: number,
    T: number,
    B: number,
    H: number,
  ): void;
  /** Gates i f g o; z ends as their values. */
  lstm_forward(
    z: Offset,
    x: Offset,
    h: Offset,
    c: Offset,
    w: Offset | undefined,
    lengths: Offset | undefined,
    first: number,
    T: number,
    B: number,
    H: number,
    S: number,
  ): void;

  lstm_forward_bf16(
    z: Offset,
    x: Offset,
    h: Offset,
    c: Offset,
    w: Offset,
    scratch: Offset,
    lengths: Offset | undefined,
    first: number,
    T: number,
    B: number,
    H: number,
    S: number,
  ): void;
  /** carry is the gradient of c. */
  lstm_backward(
    z: Offset,
    c: Offset,
    dy: Offset,
    carry: Offset,
    wT: Offset,
    lengths: Offset | undefined,
    first: number,
    T: number,
    B: number,
    H: number,
  ): void;

  lstm_backward_bf16(
    z: Offset,
    c: Offset,
    dy: Offset,
    carry: Offset,
    wT: Offset,
    scratch: Offset,
    lengths: Offset | undefined,
    first: number,
    T: number,
    B: number,
    H: number,
  ): void;
  /** Gates z c, both from the input alone: z = sigmoid(its sum), c its sum, or where is_positive made positive
   * (candidate.h); h = h' + z (c - h'). z ends as their values. Feng et al. 2024 (minGRU). */
  min_gru_forward(
    z: Offset,
    h: Offset,
    lengths: Offset | undefined,
    first: number,
    T: number,
    B: number,
    H: number,
    isPositive: number,
  ): void;

  min_gru_backward(
    z: Offset,
    h: Offset,
    dy: Offset,
    carry: Offset,
    lengths: Offset | undefined,
    first: number,
    T: number,
    B: number,
    H: number,
    isPositive: number,
  ): void;
  /** Gates f i c, all from the input alone: f, i = sigmoid(their sums), c its sum, or where is_positive made positive
   * (candidate.h); h = h' + i / (f + i) (c - h'). z ends as their values. Feng et al. 2024 (minLSTM). */
  min_lstm_forward(
    z: Offset,
    h: Offset,
    lengths: Offset | undefined,
    first: number,
    T: number,
    B: number,
    H: number,
    isPositive: number,
  ): void;
  /** With s = i / (f + i): ds / d(sum of i) = s (1 - s) (1 - i), ds / d(sum of f) = -s (1 - s) (1 - f). */
  min_lstm_backward(
    z: Offset,
    h: Offset,
    dy: Offset,
    carry: Offset,
    lengths: Offset | undefined,
    first: number,
    T: number,
    B: number,
    H: number,
    isPositive: number,
  ): void;
  /** h = activation(z + x times w). */
  rnn_forward(
    z: Offset,
    x: Offset,
    h: Offset,
    w: Offset | undefined,
    lengths: Offset | undefined,
    first: number,
    T: number,
    B: number,
    H: number,
    activation: number,
  ): void;

  rnn_forward_bf16(
    z: Offset,
    x: Offset,
    h: Offset,
    w: Offset,
    scratch: Offset,
    lengths: Offset | undefined,
    first: number,
    T: number,
    B: number,
    H: number,
    activation: number,
  ): void;

  rnn_backward(
    z: Offset,
    h: Offset,
    dy: Offset,
    wT: Offset,
    lengths: Offset | undefined,
    first: number,
    T: number,
    B: number,
    H: number,
    activation: number,
  ): void;

  rnn_backward_bf16(
    z: Offset,
    h: Offset,
    dy: Offset,
    wT: Offset,
    scratch: Offset,
    lengths: Offset | undefined,
    first: number,
    T: number,
    B: number,
    H: number,
    activation: number,
  ): void;
}
