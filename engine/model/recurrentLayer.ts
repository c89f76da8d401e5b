import type { DiagnosisBuffers } from './diagnosedLayer.ts';
import type { LayerInput } from './layerInput.ts';

/**
 * Byte offsets of one direction's parameters, which all threads share; 0 for what the layer does not have.
 * Transposes are for the backward pass.
 */
export interface LayerWeights {
  readonly hiddenSize: number;
  /** Values of h: H, or what it is projected to. */
  readonly stateSize: number;
  /** Rows of the packed input weight. */
  readonly inputRows: number;
  readonly weightIh: number;
  readonly weightHh: number;
  readonly biasIh: number;
  readonly biasHh: number;
  readonly weightHr: number;
  readonly normIh: number;
  readonly normHh: number;
  /** The learned first state. */
  readonly h0: number;
  readonly c0: number;
  readonly transposedIh: number;
  readonly transposedHh: number;
  readonly transposedHr: number;
}

/** Byte offsets of one thread's working buffers of a direction, for its largest shard of B lanes. */
export interface LayerBuffers {
  /** What a parameter's offset is to be moved by to give its gradient in this thread. */
  readonly gradientShift: number;
  /** (T, B, G*H) */
  readonly z: number;
  /** The recurrent part of a gru's z. (T, B, 3H) */
  readonly zh: number;
  /** (T+1, B, S); block 0 is the initial state. */
  readonly h: number;
  /** An lstm's cell state. (T+1, B, H) */
  readonly c: number;
  /** (B, H) */
  readonly carry: number;
  /** Gradient of what the recurrent weights multiplied at a step, in the end of the initial h. (B, S) */
  readonly dx: number;
  /** r h of a gru that resets before the product, and its gradient at a step. (T, B, H), (B, H) */
  readonly reset: number;
  readonly dreset: number;
  /** What only layers that go step by step need, else undefined. */
  readonly steps?: StepBuffers;
  /** Only where passes can be diagnosed. */
  readonly diagnosis?: DiagnosisBuffers;
}

/** Byte offsets of the buffers of a layer that goes step by step. */
export interface StepBuffers {
  /** What the recurrent weights multiply: h, some of it dropped. (T, B, S) */
  readonly x: number;
  /** h before its projection. (T+1, B, H) */
  readonly unprojected: number;
  /** Its gradient at a step. (B, H) */
  readonly dUnprojected: number;
  /** The products of input and state, normalised, and one over their deviations. (T, B, G*H), (T, B) */
  readonly normalIh: number;
  readonly normalHh: number;
  readonly inverseIh: number;
  readonly inverseHh: number;
}

/** What a pass over a batch knows besides its numbers. */
export interface Pass {
  readonly T: number;
  readonly B: number;
  /** Offset of the lanes' numbers of steps (B), 0: all T. */
  readonly lengths: number;
  /** Dropout masks are a hash of this; undefined: nothing is dropped. */
  readonly dropoutKey: number | undefined;
  /** The first of these lanes among all lanes of the batch, and how many those are: a mask does not depend on threads. */
  readonly firstLane: number;
  readonly lanes: number;
  /** Layers look at their gates and gradients, where they have buffers for what they see. */
  readonly isDiagnosed: boolean;
}

/** A state sequence of a layer: its offset and the values of a lane. */
export interface StateSequence {
  /** `h` or `c` */
  readonly name: 'h' | 'c';
  readonly offset: number;
  readonly size: number;
  /** Offset of the learned first state, 0 for zeros. */
  readonly learned: number;
  /** Offset of the initial state's gradient (B, size), once `initialGradient` was called. */
  readonly gradient: number;
}

/**
 * One direction of a layer over T steps of B lanes. `forward` reads its initial state from block 0 of its state
 * buffers and leaves the state after step t in block t+1, so that h's blocks from 1 on are its outputs. Past the end
 * of a lane the state stays as it was.
 */
export interface RecurrentLayer {
  /** (T+1, B, size) each, h first. */
  readonly states: readonly StateSequence[];
  /** Returns the offset of the outputs (T, B, S). */
  forward(input: LayerInput, pass: Pass): number;
  /** After `forward`, with its buffers untouched: adds to the parameters' gradients. dy (T, B, S) becomes the gradient of h. */
  backward(input: LayerInput, dy: number, pass: Pass): void;
  /** After `backward`: dx (T, B, inputs). */
  inputGradient(dx: number, pass: Pass): void;
  /** After `backward`: puts the initial states' gradients where `states` says. */
  initialGradient(pass: Pass): void;
}
