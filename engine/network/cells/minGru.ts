import { sequenceBytes, type Kernels } from '../../compute/kernels.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import type { Cell, CellBuffers, CellWeights, Pass, StateSequence } from './cell.ts';
import type { CellSpec } from './cellSpec.ts';

/**
 * z = sigmoid(W x + b), c = W x + b, or g of it where the candidate is positive: g(a) = a + 1/2 for a ≥ 0, else
 * sigmoid(a); h = (1 - z) h' + z c. The gates know nothing of h (Feng et al. 2024, Were RNNs All We Needed?, minGRU).
 */
export const minGru = {
  name: 'minGru',
  label: 'minGRU',
  gates: ({ candidate }) => [
    { name: 'update', activation: 'sigmoid', isKeeping: true },
    { name: 'candidate', activation: candidate === 'positive' ? 'positive' : 'none' },
  ],
  states: ['h'],
  isRecurrent: false,
  reads: ['candidate'],
  units: ({ candidate = 'linear' }) => candidate,
  buffers: {},
  make: (kernels, weights, buffers, { candidate }) =>
    new MinGru(kernels, weights, buffers, candidate === 'positive' ? 1 : 0),
  pytorch: 'torch.nn has no minGru',
  keras: 'Keras has no minGru',
  tensorflow: undefined,
} as const satisfies CellSpec;

class MinGru implements Cell {
  readonly recurrence = undefined;
  readonly carriesH = true;
  readonly states: readonly StateSequence[];
  readonly z: Offset;
  private readonly kernels: Kernels;
  private readonly hiddenSize: number;
  private readonly buffers: CellBuffers;
  private readonly isPositive: number;

  constructor(kernels: Kernels, { hiddenSize, firstStates }: CellWeights, buffers: CellBuffers, isPositive: number) {
    this.kernels = kernels;
    this.hiddenSize = hiddenSize;
    this.buffers = buffers;
    this.isPositive = isPositive;
    this.z = buffers.z;
    const { h: offset, carry: gradient } = buffers;
    this.states = [{ name: 'h', offset, size: hiddenSize, learned: firstStates.h, gradient }];
  }

  forward(_x: Offset, first: number, T: number, _isProductIn: boolean, { B, lengths }: Pass): void {
    const { kernels, hiddenSize: H, isPositive } = this;
    const at = sequenceBytes(first, B, H, kernels.panel);
    kernels.min_gru_forward(shift(this.z, 2 * at), shift(this.buffers.h, at), lengths, first, T, B, H, isPositive);
  }

  backward(_x: Offset, dy: Offset, first: number, T: number, { B, lengths }: Pass): void {
    const { kernels, hiddenSize: H, isPositive } = this;
    const { h, carry } = this.buffers;
    const at = sequenceBytes(first, B, H, kernels.panel);
    kernels.min_gru_backward(shift(this.z, 2 * at), shift(h, at), dy, carry, lengths, first, T, B, H, isPositive);
  }
}
