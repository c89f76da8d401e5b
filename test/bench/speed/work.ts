import type { Cell } from '../../../engine/config.ts';
import { gatesOf, specOf } from '../../../engine/network/cells/findCell.ts';

/** A training to time steps of. */
export interface Work {
  readonly name: string;
  readonly cell: Cell;
  readonly layers: number;
  readonly hidden: number;
  /** Symbols, embedded in `inputs` numbers, with the next symbol predicted at every step; 0: numbers in, `outputs` numbers after the last step, mean squares. */
  readonly vocabulary: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly steps: number;
  readonly batch: number;
}

/** A row of the table, and how fast it is meant to be. */
export interface TargetWork extends Work {
  /** Times faster than PyTorch, where that is aimed at. */
  readonly targets?: { readonly native: number; readonly wasm: number };
  /** Other cells than which the same work is meant to be so many times faster. */
  readonly against?: { readonly cells: readonly Cell[]; readonly times: number };
}

/** A text model of two layers, the default of char-rnn and the work that the curves vary. */
export const textWork = (change: Partial<Omit<Work, 'name' | 'vocabulary' | 'outputs'>>): Work => {
  const text = { cell: 'lstm' as const, layers: 2, hidden: 128, inputs: 64, steps: 50, batch: 50, ...change };
  const { cell, layers, hidden, steps, batch } = text;
  const name = `${specOf({ cell }).label} ${layers}×${hidden}, V 65, T ${steps}, B ${batch}`;
  return { ...text, name, vocabulary: 65, outputs: 65 };
};

const series = { layers: 1, vocabulary: 0, inputs: 8, outputs: 1 };
const small = { ...series, hidden: 32, steps: 24, batch: 16, targets: { native: 12, wasm: 4 } };

/** Cells whose gates read the input alone do a third to two fifths of the products. */
const withoutProduct = (cell: Cell, hidden: number): TargetWork => ({
  ...textWork({ cell, hidden }),
  against: { cells: ['gru', 'lstm'], times: 2 },
});

export const works: readonly TargetWork[] = [
  { ...textWork({ hidden: 128 }), targets: { native: 4, wasm: 1 } },
  { ...textWork({ hidden: 512 }), targets: { native: 2.5, wasm: 0.6 } },
  textWork({ cell: 'gru', hidden: 128 }),
  textWork({ cell: 'gru', hidden: 512 }),
  withoutProduct('minGru', 128),
  withoutProduct('minGru', 512),
  withoutProduct('minLstm', 128),
  withoutProduct('minLstm', 512),
  {
    name: 'LSTM 1×64, D 8, T 48, B 32',
    cell: 'lstm',
    ...series,
    hidden: 64,
    steps: 48,
    batch: 32,
    targets: { native: 6, wasm: 2 },
  },
  { name: 'LSTM 1×32, D 8, T 24, B 16', cell: 'lstm', ...small },
  { name: 'GRU 1×32, D 8, T 24, B 16', cell: 'gru', ...small },
  { name: 'RNN 1×32, D 8, T 24, B 16', cell: 'rnn', ...small },
  {
    name: 'RNN 28→128, T 28, B 128',
    cell: 'rnn',
    layers: 1,
    vocabulary: 0,
    inputs: 28,
    outputs: 10,
    hidden: 128,
    steps: 28,
    batch: 128,
    targets: { native: 4, wasm: 1 },
  },
];

/**
 * Multiplications and additions of the matrix products of a training step, each product counted that is done: a layer
 * of G gates forward 2·T·B·(inputs + H)·G·H; backward as much for the weights' gradients, 2·(T-1)·B·H·G·H for that of
 * the states, and 2·T·B·inputs·G·H for that of the inputs, unless they are the data; the head likewise. Looking up
 * embeddings, gates, loss and Adam count nothing.
 */
export const stepFlops = (work: Work): number => {
  const { cell, layers, hidden: H, vocabulary, inputs, outputs, steps: T, batch: B } = work;
  const products = 2 * B * gatesOf({ cell }).length * H;
  const { isRecurrent } = specOf({ cell });
  let flops = 0;
  for (let layer = 0; layer < layers; layer++) {
    const read = layer === 0 ? inputs : H;
    const isData = layer === 0 && vocabulary === 0;
    flops += products * (T * read * (isData ? 2 : 3) + (isRecurrent ? (3 * T - 1) * H : 0));
  }
  return flops + 3 * 2 * (vocabulary > 0 ? T : 1) * B * H * outputs;
};
