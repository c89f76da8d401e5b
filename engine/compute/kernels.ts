/**
 * The kernels as `engine/kernels/kernels.h` documents them. Buffers are byte offsets into the shared memory,
 * the same for every instruction set.
 */
export interface Kernels {
  /** Floats in a panel, NR of `engine/kernels/vector.h`: it differs between instruction sets. */
  readonly panel: number;
  project(z: number, x: number, w: number, b1: number, b2: number, T: number, B: number, D: number, p: number): void;
  gather_rows(
    z: number,
    w: number,
    b1: number,
    b2: number,
    ids: number,
    T: number,
    B: number,
    rows: number,
    p: number,
  ): void;
  weight_gradient(dw: number, x: number, dz: number, T: number, B: number, D: number, panels: number): void;
  scatter_rows(dw: number, dz: number, ids: number, T: number, B: number, rows: number, panels: number): void;
  bias_gradient(db1: number, db2: number, dz: number, T: number, B: number, panels: number): void;
  transpose_weights(wT: number, w: number, D: number, panels: number, from: number, to: number): void;
  gate_weight_gradient(
    dw: number,
    x: number,
    dz: number,
    T: number,
    B: number,
    D: number,
    panels: number,
    gates: number,
    from: number,
    to: number,
  ): void;
  rnn_forward(
    z: number,
    x: number,
    h: number,
    w: number,
    lengths: number,
    first: number,
    T: number,
    B: number,
    H: number,
    activation: number,
  ): void;
  rnn_backward(
    z: number,
    h: number,
    dy: number,
    wT: number,
    lengths: number,
    first: number,
    T: number,
    B: number,
    H: number,
    activation: number,
  ): void;
  lstm_forward(
    z: number,
    x: number,
    h: number,
    c: number,
    w: number,
    lengths: number,
    first: number,
    T: number,
    B: number,
    H: number,
    S: number,
  ): void;
  lstm_backward(
    z: number,
    c: number,
    dy: number,
    carry: number,
    wT: number,
    lengths: number,
    first: number,
    T: number,
    B: number,
    H: number,
  ): void;
  gru_forward(
    zx: number,
    zh: number,
    x: number,
    h: number,
    w: number,
    bias: number,
    lengths: number,
    first: number,
    T: number,
    B: number,
    H: number,
  ): void;
  gru_backward(
    zx: number,
    zh: number,
    h: number,
    dy: number,
    carry: number,
    wT: number,
    lengths: number,
    first: number,
    T: number,
    B: number,
    H: number,
  ): void;
  gru_before_forward(
    z: number,
    reset: number,
    x: number,
    h: number,
    w: number,
    lengths: number,
    first: number,
    T: number,
    B: number,
    H: number,
  ): void;
  gru_before_backward(
    z: number,
    dreset: number,
    x: number,
    h: number,
    dy: number,
    carry: number,
    dx: number,
    wT: number,
    lengths: number,
    first: number,
    T: number,
    B: number,
    H: number,
  ): void;
  normalise(
    y: number,
    x: number,
    inverse: number,
    gain: number,
    bias: number,
    T: number,
    B: number,
    H: number,
    gates: number,
  ): void;
  normalise_backward(
    x: number,
    dy: number,
    inverse: number,
    gain: number,
    dgain: number,
    T: number,
    B: number,
    H: number,
    gates: number,
  ): void;
  hold_lanes(after: number, before: number, lengths: number, t: number, B: number, panels: number): void;
  pass_lanes(before: number, after: number, lengths: number, t: number, B: number, panels: number): void;
  move_steps(
    target: number,
    targetPanels: number,
    source: number,
    sourcePanels: number,
    lengths: number,
    targetSteps: number,
    sourceSteps: number,
    B: number,
    columns: number,
    isReversed: number,
    isAdded: number,
  ): void;
  add(y: number, x: number, count: number): void;
  copy_lanes(
    target: number,
    targetRows: number,
    to: number,
    source: number,
    sourceRows: number,
    from: number,
    rows: number,
    panels: number,
  ): void;
  dropout(
    y: number,
    x: number,
    share: number,
    key: number,
    T: number,
    B: number,
    H: number,
    firstLane: number,
    lanes: number,
  ): void;
  elementwise(y: number, x: number, count: number, activation: number): void;
  softmax(y: number, T: number, B: number, n: number): void;
  activation_backward(d: number, y: number, activation: number, T: number, B: number, n: number): void;
  cross_entropy(result: number, d: number, logits: number, ids: number, T: number, B: number, n: number): void;
  mean_squares(result: number, d: number, y: number, target: number, count: number): void;
  huber(result: number, d: number, y: number, target: number, delta: number, count: number): void;
  gaussian(result: number, d: number, y: number, target: number, T: number, B: number, n: number): void;
  one_hot(target: number, ids: number, T: number, B: number, n: number): void;
  gather_inputs(
    x: number,
    values: number,
    examples: number,
    stride: number,
    T: number,
    B: number,
    columns: number,
  ): void;
  gather_targets(
    target: number,
    targets: number,
    lags: number,
    examples: number,
    T: number,
    B: number,
    horizon: number,
    columns: number,
  ): void;
  gather_symbols(ids: number, next: number, symbols: number, examples: number, T: number, B: number): void;
  gather_labels(ids: number, labels: number, examples: number, B: number): void;
  scatter_outputs(out: number, y: number, B: number, n: number, groups: number): void;
  undo_lags(
    out: number,
    targets: number,
    lags: number,
    examples: number,
    T: number,
    B: number,
    horizon: number,
    columns: number,
    width: number,
    rows: number,
  ): void;
  sum_gradients(g: number, threads: number, stride: number, count: number): number;
  clip_values(g: number, factor: number, limit: number, count: number): void;
  follow(average: number, p: number, decay: number, count: number): void;
  descend(p: number, g: number, factor: number, rate: number, decay: number, count: number): void;
  descend_with_momentum(
    p: number,
    g: number,
    m: number,
    factor: number,
    rate: number,
    decay: number,
    momentum: number,
    nesterov: number,
    count: number,
  ): void;
  rmsprop(
    p: number,
    g: number,
    v: number,
    factor: number,
    rate: number,
    decay: number,
    alpha: number,
    epsilon: number,
    count: number,
  ): void;
  adam(
    p: number,
    g: number,
    m: number,
    v: number,
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
  zero(x: number, count: number): void;
  step_squares(squares: number, d: number, lengths: number, T: number, B: number, H: number, isReversed: number): void;
  count_outside(
    counts: number,
    z: number,
    lengths: number,
    T: number,
    B: number,
    H: number,
    gates: number,
    gate: number,
    low: number,
    high: number,
  ): void;
  unit_maxima(maxima: number, h: number, T: number, B: number, H: number): void;
  squared_distance(x: number, y: number, count: number): number;
  count_beyond(g: number, factor: number, limit: number, count: number): number;
}

/** How many panels hold `n` columns. */
export const panelsOf = (n: number, panel: number): number => Math.ceil(n / panel);

/** `enum activation` of `engine/kernels/kernels.h`. */
export const activationCodes = { none: 0, sigmoid: 1, tanh: 2, relu: 3, softmax: 4 } as const;
