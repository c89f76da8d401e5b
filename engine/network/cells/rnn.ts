import { activationCodes } from '../../compute/kernelFunctions.ts';
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

/** h = activation(Wx x + bx + Wh h' + bh), the Elman network. */
export const rnn = {
  name: 'rnn',
  label: 'RNN',
  gates: ({ activation = 'tanh' }) => [{ name: 'hidden', activation, isState: true }],
  states: ['h'],
  isRecurrent: true,
  keepsIdentity: ({ activation }) => activation === 'relu',
  reads: ['activation', 'layerNorm', 'recurrentDropout'],
  units: ({ activation = 'tanh' }) => activation,
  steadier: ['lstm', 'gru'],
  buffers: {},
  make: (kernels, weights, buffers, { activation = 'tanh' }) =>
    new Rnn(kernels, weights, buffers, activationCodes[activation]),
  pytorch: {
    module: 'RNN',
    state: 'h',
    arguments: ({ activation }) => (activation === 'relu' ? ['nonlinearity="relu"'] : []),
    obstacle: ({ activation }) =>
      activation === 'sigmoid' ? "its units are sigmoid, nn.RNN's tanh or relu" : undefined,
  },
  keras: {
    layer: 'SimpleRNN',
    group: 'simple_rnn',
    order: [0],
    biases: 1,
    arguments: ({ activation = 'tanh' }) => [`activation="${activation}"`],
  },
  tensorflow: { scopes: ['basic_rnn_cell'], kernels: [{ part: '', gates: [0], firstBias: 0 }] },
} as const satisfies CellSpec;

class Rnn implements Cell, Recurrence {
  readonly recurrence = this;
  readonly carriesH = false;
  readonly states: readonly StateSequence[];
  readonly z: Offset;
  readonly sums: Offset;
  private readonly kernels: Kernels;
  private readonly weights: CellWeights;
  private readonly recurrent: RecurrentWeights;
  private readonly buffers: CellBuffers;
  private readonly activation: number;

  constructor(kernels: Kernels, weights: CellWeights, buffers: CellBuffers, activation: number) {
    this.kernels = kernels;
    this.weights = weights;
    this.recurrent = present(weights.recurrent, 'recurrent weights');
    this.buffers = buffers;
    this.activation = activation;
    this.z = buffers.z;
    this.sums = buffers.z;
    this.states = [
      { name: 'h', offset: buffers.h, size: weights.hiddenSize, learned: weights.firstStates.h, gradient: buffers.dx },
    ];
  }

  forward(x: Offset, first: number, T: number, isProductIn: boolean, { B, lengths }: Pass): void {
    const { hiddenSize: H } = this.weights;
    const at = sequenceBytes(first, B, H, this.kernels.panel);
    const { z, h } = this.buffers;
    const w = isProductIn ? undefined : this.recurrent.weightHh;
    const [sums, operand, state] = [shift(z, at), shift(x, at), shift(h, at)];
    this.kernels.rnn_forward(sums, operand, state, w, lengths, first, T, B, H, this.activation);
  }

  backward(_x: Offset, dy: Offset, first: number, T: number, { B, lengths }: Pass): void {
    const { hiddenSize: H } = this.weights;
    const at = sequenceBytes(first, B, H, this.kernels.panel);
    const { z, h } = this.buffers;
    const { transposedHh } = this.recurrent;
    this.kernels.rnn_backward(shift(z, at), shift(h, at), dy, transposedHh, lengths, first, T, B, H, this.activation);
  }

  addWeightGradient(x: Offset, dProduct: Offset, { T, B }: Pass): void {
    const { hiddenSize: H } = this.weights;
    const gradient = recurrentGradient(this.recurrent, this.buffers);
    this.kernels.weight_gradient(gradient, x, dProduct, T, B, H, panelsOf(H, this.kernels.panel));
  }

  operandGradient(dProduct: Offset, { B }: Pass): Offset {
    return projectBack(this.kernels, this.weights, this.buffers, dProduct, B);
  }
}
