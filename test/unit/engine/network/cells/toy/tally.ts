import { activationCodes } from '../../../../../../engine/compute/kernelFunctions.ts';
import { sequenceBytes, type Kernels } from '../../../../../../engine/compute/kernels.ts';
import { shift, type Offset } from '../../../../../../engine/compute/offset.ts';
import {
  present,
  type Cell,
  type CellBuffers,
  type CellWeights,
  type Pass,
  type StateSequence,
} from '../../../../../../engine/network/cells/cell.ts';
import type { CellSpec } from '../../../../../../engine/network/cells/cellSpec.ts';

/** h = h' + tanh(W x + b): a cell as short as one can be, to see that nothing else has to know of it. */
export const tally = {
  name: 'tally',
  label: 'Tally',
  gates: () => [{ name: 'added', activation: 'tanh' }],
  states: ['h'],
  isRecurrent: false,
  reads: [],
  units: () => 'sums',
  buffers: { slope: 'step' },
  make: (kernels, weights, buffers) => new Tally(kernels, weights, buffers),
  pytorch: 'torch.nn has no tally',
  keras: 'Keras has no tally',
  tensorflow: undefined,
} as const satisfies CellSpec;

class Tally implements Cell {
  readonly recurrence = undefined;
  readonly carriesH = true;
  readonly states: readonly StateSequence[];
  /** After `forward` what each step added, after `backward` the gradient of its sums. */
  readonly z: Offset;
  private readonly kernels: Kernels;
  private readonly hiddenSize: number;
  private readonly buffers: CellBuffers;
  private readonly slope: Offset;

  constructor(kernels: Kernels, { hiddenSize, firstStates }: CellWeights, buffers: CellBuffers) {
    this.kernels = kernels;
    this.hiddenSize = hiddenSize;
    this.buffers = buffers;
    this.z = buffers.z;
    this.slope = present(buffers.own['slope'], 'slope');
    const { h: offset, carry: gradient } = buffers;
    this.states = [{ name: 'h', offset, size: hiddenSize, learned: firstStates['h'], gradient }];
  }

  forward(_x: Offset, first: number, T: number, _isProductIn: boolean, { B }: Pass): void {
    const { kernels, z } = this;
    const { h } = this.buffers;
    const count = this.bytesOf(1, B) / 4;
    for (let t = first; t < first + T; t++) {
      const [sums, next] = [shift(z, this.bytesOf(t, B)), shift(h, this.bytesOf(t + 1, B))];
      kernels.elementwise(sums, sums, count, activationCodes.tanh);
      kernels.elementwise(next, shift(h, this.bytesOf(t, B)), count, activationCodes.none);
      kernels.add(next, sums, count);
    }
  }

  backward(_x: Offset, dy: Offset, first: number, T: number, { B }: Pass): void {
    const { kernels, z, slope, hiddenSize: H } = this;
    const { carry } = this.buffers;
    const count = this.bytesOf(1, B) / 4;
    for (let t = first + T - 1; t >= first; t--) {
      const added = shift(z, this.bytesOf(t, B));
      kernels.add(carry, shift(dy, this.bytesOf(t - first, B)), count);
      kernels.elementwise(slope, carry, count, activationCodes.none);
      kernels.activation_backward(slope, added, activationCodes.tanh, 1, B, H);
      kernels.elementwise(added, slope, count, activationCodes.none);
    }
  }

  private bytesOf(steps: number, B: number): number {
    return sequenceBytes(steps, B, this.hiddenSize, this.kernels.panel);
  }
}
