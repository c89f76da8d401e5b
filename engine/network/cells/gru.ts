import { panelsOf, sequenceBytes, type Kernels } from '../../compute/kernels.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import {
  present,
  type Cell,
  type CellBuffers,
  type CellWeights,
  type Pass,
  type Recurrence,
  type RecurrentWeights,
  type StateSequence,
} from './cell.ts';
import type { CellSpec } from './cellSpec.ts';
import { projectBack } from './projectBack.ts';
import { recurrentGradient } from './recurrentGradient.ts';

/** r, z = sigmoid(Wx x + bx + Wh h' + bh); n = tanh(Wx x + bx + r (Wh h' + bh)); h = (1 - z) n + z h'. */
export const gru = {
  name: 'gru',
  label: 'GRU',
  isChosen: ({ gruReset = 'after' }) => gruReset === 'after',
  gates: () => [
    { name: 'reset', activation: 'sigmoid' },
    { name: 'update', activation: 'sigmoid', isKeeping: true },
    { name: 'candidate', activation: 'tanh' },
  ],
  states: ['h'],
  isRecurrent: true,
  reads: ['gruReset', 'layerNorm', 'recurrentDropout'],
  units: () => 'tanh',
  buffers: { zh: 'gates' },
  make: (kernels, weights, buffers) => new Gru(kernels, weights, buffers),
  pytorch: { module: 'GRU', state: 'h' },
  // z r h; the reset gate lies between the two biases, so they cannot be one.
  keras: { layer: 'GRU', group: 'gru', order: [1, 0, 2], biases: 2, arguments: () => ['reset_after=True'] },
  // What its first values are drawn by; TensorFlow 1 itself has the one that resets before the product.
  tensorflow: {
    scopes: [],
    kernels: [
      { part: 'gates/', gates: [0, 1], firstBias: 1 },
      { part: 'candidate/', gates: [2], firstBias: 0 },
    ],
  },
} as const satisfies CellSpec;

class Gru implements Cell, Recurrence {
  readonly recurrence = this;
  readonly carriesH = true;
  readonly states: readonly StateSequence[];
  readonly z: Offset;
  readonly sums: Offset;
  private readonly kernels: Kernels;
  private readonly weights: CellWeights;
  private readonly recurrent: RecurrentWeights;
  private readonly buffers: CellBuffers;

  constructor(kernels: Kernels, weights: CellWeights, buffers: CellBuffers) {
    this.kernels = kernels;
    this.weights = weights;
    this.recurrent = present(weights.recurrent, 'recurrent weights');
    this.buffers = buffers;
    this.z = buffers.z;
    this.sums = present(buffers.own.zh, 'buffer zh');
    this.states = [
      { name: 'h', offset: buffers.h, size: weights.hiddenSize, learned: weights.firstStates.h, gradient: buffers.dx },
    ];
  }

  forward(x: Offset, first: number, T: number, isProductIn: boolean, { B, lengths }: Pass): void {
    const { hiddenSize: H } = this.weights;
    const { weightHh, biasHh } = this.recurrent;
    const at = sequenceBytes(first, B, H, this.kernels.panel);
    const w = isProductIn ? undefined : weightHh;
    const [zx, zh] = [shift(this.z, 3 * at), shift(this.sums, 3 * at)];
    this.kernels.gru_forward(zx, zh, shift(x, at), shift(this.buffers.h, at), w, biasHh, lengths, first, T, B, H);
  }

  backward(_x: Offset, dy: Offset, first: number, T: number, { B, lengths }: Pass): void {
    const { hiddenSize: H } = this.weights;
    const { h, carry } = this.buffers;
    const at = sequenceBytes(first, B, H, this.kernels.panel);
    const [zx, zh] = [shift(this.z, 3 * at), shift(this.sums, 3 * at)];
    const { transposedHh } = this.recurrent;
    this.kernels.gru_backward(zx, zh, shift(h, at), dy, carry, transposedHh, lengths, first, T, B, H);
  }

  addWeightGradient(x: Offset, dProduct: Offset, { T, B }: Pass): void {
    const { hiddenSize: H } = this.weights;
    const gradient = recurrentGradient(this.recurrent, this.buffers);
    this.kernels.weight_gradient(gradient, x, dProduct, T, B, H, 3 * panelsOf(H, this.kernels.panel));
  }

  operandGradient(dProduct: Offset, { B }: Pass): Offset {
    return projectBack(this.kernels, this.weights, this.buffers, dProduct, B);
  }
}
