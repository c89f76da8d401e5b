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

/** i, f, o = sigmoid(Wx x + bx + Wh h' + bh), g = tanh(same form); c = f c' + i g; h = o tanh(c). */
export const lstm = {
  name: 'lstm',
  label: 'LSTM',
  gates: () => [
    { name: 'input', activation: 'sigmoid' },
    { name: 'forget', activation: 'sigmoid', isKeeping: true, isForget: true },
    { name: 'candidate', activation: 'tanh' },
    { name: 'output', activation: 'sigmoid' },
  ],
  states: ['h', 'c'],
  isRecurrent: true,
  reads: ['forgetBias', 'layerNorm', 'projSize', 'recurrentDropout'],
  units: () => 'tanh',
  buffers: {},
  make: (kernels, weights, buffers) => new Lstm(kernels, weights, buffers),
  pytorch: { module: 'LSTM', state: '(h, _)' },
  keras: { layer: 'LSTM', group: 'lstm', order: [0, 1, 2, 3], biases: 1 },
  tensorflow: {
    scopes: ['basic_lstm_cell', 'lstm_cell'],
    // i j f o, where j is the candidate.
    kernels: [{ part: '', gates: [0, 2, 1, 3], firstBias: 0 }],
    addedForgetBias: 1,
  },
} as const satisfies CellSpec;

class Lstm implements Cell, Recurrence {
  readonly recurrence = this;
  readonly carriesH = false;
  readonly states: readonly StateSequence[];
  readonly z: Offset;
  readonly sums: Offset;
  private readonly kernels: Kernels;
  private readonly weights: CellWeights;
  private readonly recurrent: RecurrentWeights;
  private readonly buffers: CellBuffers;
  private readonly c: Offset;
  /** h, or what h is the projection of. (T+1, B, H) */
  private readonly output: Offset;

  constructor(kernels: Kernels, weights: CellWeights, buffers: CellBuffers) {
    const { hiddenSize, stateSize, firstStates } = weights;
    const { h, carry, dx, own } = buffers;
    this.kernels = kernels;
    this.weights = weights;
    this.recurrent = present(weights.recurrent, 'recurrent weights');
    this.buffers = buffers;
    this.z = buffers.z;
    this.sums = buffers.z;
    this.c = present(own.c, 'buffer c');
    this.output = buffers.unprojected ?? h;
    this.states = [
      { name: 'h', offset: h, size: stateSize, learned: firstStates.h, gradient: dx },
      { name: 'c', offset: this.c, size: hiddenSize, learned: firstStates.c, gradient: carry },
    ];
  }

  forward(x: Offset, first: number, T: number, isProductIn: boolean, { B, lengths }: Pass): void {
    const { hiddenSize: H, stateSize: S } = this.weights;
    const { panel } = this.kernels;
    const at = sequenceBytes(first, B, H, panel);
    const operand = shift(x, sequenceBytes(first, B, S, panel));
    const w = isProductIn ? undefined : this.recurrent.weightHh;
    const [gates, h, c] = [shift(this.z, 4 * at), shift(this.output, at), shift(this.c, at)];
    this.kernels.lstm_forward(gates, operand, h, c, w, lengths, first, T, B, H, S);
  }

  backward(_x: Offset, dy: Offset, first: number, T: number, { B, lengths }: Pass): void {
    const { hiddenSize: H } = this.weights;
    const at = sequenceBytes(first, B, H, this.kernels.panel);
    const [gates, c] = [shift(this.z, 4 * at), shift(this.c, at)];
    const { transposedHh } = this.recurrent;
    this.kernels.lstm_backward(gates, c, dy, this.buffers.carry, transposedHh, lengths, first, T, B, H);
  }

  addWeightGradient(x: Offset, dProduct: Offset, { T, B }: Pass): void {
    const { hiddenSize: H, stateSize: S } = this.weights;
    const gradient = recurrentGradient(this.recurrent, this.buffers);
    this.kernels.weight_gradient(gradient, x, dProduct, T, B, S, 4 * panelsOf(H, this.kernels.panel));
  }

  operandGradient(dProduct: Offset, { B }: Pass): Offset {
    return projectBack(this.kernels, this.weights, this.buffers, dProduct, B);
  }
}
