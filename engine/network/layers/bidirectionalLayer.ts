import { panelsOf, type Kernels } from '../../compute/kernels.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import type { Pass } from '../cells/cell.ts';
import { DenseInput, type LayerInput } from './layerInput.ts';
import type { LayerState, RecurrentLayer } from './recurrentLayer.ts';

/** One thread's buffers, for its largest shard of B lanes. */
export interface BidirectionalBuffers {
  /** The input with the steps of each lane in reverse; backward, its gradient. (T, B, inputs) */
  readonly reversed: Offset;
  /** Both directions' outputs, each from a panel of its own on, 0 past a lane's end. (T, B, 2S) */
  readonly outputs: Offset;
  /** Gradient of one direction's outputs. (T, B, S) */
  readonly half: Offset;
}

/**
 * Two layers, one of which reads every lane from its own last step to its first (`torch.nn.RNN` with bidirectional).
 * The input's columns, padding included, are `inputPanels` panels.
 */
export class BidirectionalLayer implements RecurrentLayer {
  readonly states: readonly LayerState[];
  readonly byStep = undefined;
  private readonly kernels: Kernels;
  private readonly ahead: RecurrentLayer;
  private readonly back: RecurrentLayer;
  private readonly buffers: BidirectionalBuffers;
  private readonly inputPanels: number;
  private readonly size: number;
  private readonly reversedInput: DenseInput;

  constructor(
    kernels: Kernels,
    [ahead, back]: readonly [RecurrentLayer, RecurrentLayer],
    buffers: BidirectionalBuffers,
    inputRows: number,
    stateSize: number,
  ) {
    this.kernels = kernels;
    this.ahead = ahead;
    this.back = back;
    this.buffers = buffers;
    this.inputPanels = panelsOf(inputRows, kernels.panel);
    this.size = stateSize;
    this.states = [...ahead.states, ...back.states];
    this.reversedInput = new DenseInput(kernels, buffers.reversed, inputRows);
  }

  forward(input: LayerInput, pass: Pass): Offset {
    if (!(input instanceof DenseInput)) throw new Error('A bidirectional layer reads numbers or embeddings.');
    const { outputs, reversed } = this.buffers;
    const h = this.ahead.forward(input, pass);
    this.move(outputs, 2, h, 1, 0, pass);
    this.reverseInput(reversed, input.offset, 0, pass);
    const back = this.back.forward(this.reversedInput, pass);
    this.move(shift(outputs, this.secondHalf(pass)), 2, back, 1, 1, pass);
    return outputs;
  }

  backward(input: LayerInput, dy: Offset, pass: Pass): void {
    const { half } = this.buffers;
    this.move(half, 1, dy, 2, 0, pass);
    this.ahead.backward(input, half, pass);
    this.move(half, 1, shift(dy, this.secondHalf(pass)), 2, 1, pass);
    this.back.backward(this.reversedInput, half, pass);
  }

  inputGradient(dx: Offset, pass: Pass): void {
    this.ahead.inputGradient(dx, pass);
    this.back.inputGradient(this.buffers.reversed, pass);
    this.reverseInput(dx, this.buffers.reversed, 1, pass);
  }

  initialGradient(pass: Pass): void {
    this.ahead.initialGradient(pass);
    this.back.initialGradient(pass);
  }

  /** Between one direction's sequences and halves of both directions', `of` telling which is which. */
  private move(target: Offset, of: number, source: Offset, from: number, isReversed: number, pass: Pass): void {
    const { T, B, lengths } = pass;
    const panels = panelsOf(this.size, this.kernels.panel);
    this.kernels.move_steps(target, of * panels, source, from * panels, lengths, T, T, B, this.size, isReversed, 0);
  }

  private reverseInput(target: Offset, source: Offset, isAdded: number, { T, B, lengths }: Pass): void {
    const { inputPanels: panels } = this;
    const columns = panels * this.kernels.panel;
    this.kernels.move_steps(target, panels, source, panels, lengths, T, T, B, columns, 1, isAdded);
  }

  private secondHalf({ B }: Pass): number {
    const { panel } = this.kernels;
    return panelsOf(this.size, panel) * B * panel * 4;
  }
}
