import { panelsOf, type Kernels } from '../compute/kernels.ts';
import type { Cell } from './cell.ts';
import { sequenceBytes } from './layerInput.ts';
import { projectBack } from './projectBack.ts';
import type { LayerBuffers, LayerWeights, Pass, StateSequence } from './recurrentLayer.ts';

/** i, f, o = sigmoid(Wx x + bx + Wh h' + bh), g = tanh(same form); c = f c' + i g; h = o tanh(c). */
export class Lstm implements Cell {
  readonly gates = 4;
  readonly carriesH = false;
  readonly states: readonly StateSequence[];
  readonly z: number;
  readonly zRecurrent: number;
  private readonly kernels: Kernels;
  private readonly weights: LayerWeights;
  private readonly buffers: LayerBuffers;
  /** h, or what h is the projection of. (T+1, B, H) */
  private readonly output: number;

  constructor(kernels: Kernels, weights: LayerWeights, buffers: LayerBuffers) {
    this.kernels = kernels;
    this.weights = weights;
    this.buffers = buffers;
    this.z = buffers.z;
    this.zRecurrent = buffers.z;
    this.output = weights.weightHr > 0 ? (buffers.steps?.unprojected ?? 0) : buffers.h;
    this.states = [
      { name: 'h', offset: buffers.h, size: weights.stateSize, learned: weights.h0, gradient: buffers.dx },
      { name: 'c', offset: buffers.c, size: weights.hiddenSize, learned: weights.c0, gradient: buffers.carry },
    ];
  }

  forward(x: number, first: number, T: number, isProductIn: boolean, { B, lengths }: Pass): void {
    const { weightHh, hiddenSize: H, stateSize: S } = this.weights;
    const { panel } = this.kernels;
    const at = sequenceBytes(first, B, H, panel);
    const operand = x + sequenceBytes(first, B, S, panel);
    const w = isProductIn ? 0 : weightHh;
    const c = this.buffers.c + at;
    this.kernels.lstm_forward(this.z + 4 * at, operand, this.output + at, c, w, lengths, first, T, B, H, S);
  }

  backward(_x: number, dy: number, first: number, T: number, { B, lengths }: Pass): void {
    const { transposedHh, hiddenSize: H } = this.weights;
    const { c, carry } = this.buffers;
    const at = sequenceBytes(first, B, H, this.kernels.panel);
    this.kernels.lstm_backward(this.z + 4 * at, c + at, dy, carry, transposedHh, lengths, first, T, B, H);
  }

  addWeightGradient(x: number, dProduct: number, { T, B }: Pass): void {
    const { weightHh, hiddenSize: H, stateSize: S } = this.weights;
    const { gradientShift } = this.buffers;
    this.kernels.weight_gradient(weightHh + gradientShift, x, dProduct, T, B, S, 4 * panelsOf(H, this.kernels.panel));
  }

  operandGradient(dProduct: number, { B }: Pass): number {
    return projectBack(this.kernels, this.weights, this.buffers, dProduct, this.gates, B);
  }
}
