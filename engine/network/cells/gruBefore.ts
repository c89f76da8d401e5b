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
import { gru } from './gru.ts';
import { recurrentGradient } from './recurrentGradient.ts';

/**
 * r, z = sigmoid(Wx x + bx + Wh h' + bh); n = tanh(Wx x + bx + Wh (r h') + bh); h = (1 - z) n + z h': the GRU of
 * Cho et al. 2014 and of TensorFlow 1, which resets before the product.
 */
export const gruBefore = {
  name: 'gru',
  label: gru.label,
  isChosen: ({ gruReset }) => gruReset === 'before',
  gates: gru.gates,
  states: ['h'],
  isRecurrent: true,
  reads: ['gruReset', 'recurrentDropout'],
  // Its candidate's product is known only after its gates: the two are no whole to be normalised.
  refuses: { layerNorm: 'a gru that resets before the product cannot be normalised; set gruReset to after' },
  units: () => 'tanh',
  buffers: { reset: 'units', dreset: 'step' },
  make: (kernels, weights, buffers) => new GruBefore(kernels, weights, buffers),
  pytorch: "its gru resets before the recurrent product, PyTorch's after it",
  keras: { ...gru.keras, biases: 1, arguments: () => ['reset_after=False'] },
  tensorflow: { ...gru.tensorflow, scopes: ['gru_cell'] },
} as const satisfies CellSpec;

class GruBefore implements Cell, Recurrence {
  readonly recurrence = this;
  readonly carriesH = true;
  readonly states: readonly StateSequence[];
  readonly z: Offset;
  readonly sums: Offset;
  private readonly kernels: Kernels;
  private readonly weights: CellWeights;
  private readonly recurrent: RecurrentWeights;
  private readonly buffers: CellBuffers;
  /** r h' (T, B, H), and its gradient at a step (B, H). */
  private readonly reset: Offset;
  private readonly dreset: Offset;

  constructor(kernels: Kernels, weights: CellWeights, buffers: CellBuffers) {
    this.kernels = kernels;
    this.weights = weights;
    this.recurrent = present(weights.recurrent, 'recurrent weights');
    this.buffers = buffers;
    this.z = buffers.z;
    this.sums = buffers.z;
    this.reset = present(buffers.own.reset, 'buffer reset');
    this.dreset = present(buffers.own.dreset, 'buffer dreset');
    this.states = [
      { name: 'h', offset: buffers.h, size: weights.hiddenSize, learned: weights.firstStates.h, gradient: buffers.dx },
    ];
  }

  forward(x: Offset, first: number, T: number, _isProductIn: boolean, { B, lengths }: Pass): void {
    const { hiddenSize: H } = this.weights;
    const at = sequenceBytes(first, B, H, this.kernels.panel);
    const [gates, reset, operand, h] = [shift(this.z, 3 * at), shift(this.reset, at), shift(x, at), this.buffers.h];
    const { weightHh } = this.recurrent;
    this.kernels.gru_before_forward(gates, reset, operand, shift(h, at), weightHh, lengths, first, T, B, H);
  }

  backward(x: Offset, dy: Offset, first: number, T: number, { B, lengths }: Pass): void {
    const { hiddenSize: H } = this.weights;
    const { h, carry, dx } = this.buffers;
    const at = sequenceBytes(first, B, H, this.kernels.panel);
    const [gates, operand, state] = [shift(this.z, 3 * at), shift(x, at), shift(h, at)];
    const { transposedHh: wT } = this.recurrent;
    const { dreset } = this;
    this.kernels.gru_before_backward(gates, dreset, operand, state, dy, carry, dx, wT, lengths, first, T, B, H);
  }

  addWeightGradient(x: Offset, dProduct: Offset, { T, B }: Pass): void {
    const { hiddenSize: H } = this.weights;
    const panels = 3 * panelsOf(H, this.kernels.panel);
    const gradient = recurrentGradient(this.recurrent, this.buffers);
    this.kernels.gate_weight_gradient(gradient, x, dProduct, T, B, H, panels, 3, 0, 2);
    this.kernels.gate_weight_gradient(gradient, this.reset, dProduct, T, B, H, panels, 3, 2, 3);
  }

  operandGradient(): Offset {
    return this.buffers.dx;
  }
}
