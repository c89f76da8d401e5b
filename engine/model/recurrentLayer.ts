import type { LayerInput } from './layerInput.ts';

/** Byte offsets of a recurrent layer's parameters, which all threads share. */
export interface LayerWeights {
  readonly inputSize: number;
  readonly weightIh: number;
  readonly weightHh: number;
  readonly biasIh: number;
  readonly biasHh: number;
  /** Transposes for the backward pass. */
  readonly transposedIh: number;
  readonly transposedHh: number;
}

/** Byte offsets of one thread's working buffers of a layer, for its largest shard of B lanes. */
export interface LayerBuffers {
  /** What a parameter's offset is to be moved by to give its gradient in this thread. */
  readonly gradientShift: number;
  /** (T, B, G*H) */
  readonly z: number;
  /** The recurrent part of a gru's z. (T, B, 3H) */
  readonly zh: number;
  /** (T+1, B, H); block 0 is the initial state. */
  readonly h: number;
  /** An lstm's cell state. (T+1, B, H) */
  readonly c: number;
  /** (B, H) */
  readonly carry: number;
}

/**
 * One layer over T steps of B lanes. `forward` reads its initial state from block 0 of its state buffers and leaves
 * the state after step t in block t+1, so that h's blocks from 1 on are its outputs.
 */
export interface RecurrentLayer {
  /** Offsets of the state sequences (T+1, B, H), h first. */
  readonly states: readonly number[];
  forward(input: LayerInput, T: number, B: number): void;
  /** After `forward`, with its buffers untouched: adds to the parameters' gradients. dy (T, B, H) is overwritten. */
  backward(input: LayerInput, dy: number, T: number, B: number): void;
  /** After `backward`: dx (T, B, inputs). */
  inputGradient(dx: number, T: number, B: number): void;
}
