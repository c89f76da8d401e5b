import type { Offset } from '../../compute/offset.ts';
import type { CellBuffers, Pass, StateSequence } from '../cells/cell.ts';
import type { LayerInput } from './layerInput.ts';

/** One thread's working buffers of a direction, for its largest shard of B lanes. */
export interface LayerBuffers extends CellBuffers {
  /** What only layers that go step by step need. */
  readonly steps: StepBuffers | undefined;
  /** Only where passes can be diagnosed. */
  readonly diagnosis: DiagnosisBuffers | undefined;
  /** Only where recurrent weights are dropped. */
  readonly weights: WeightBuffers | undefined;
  /** Gradients of the last states by name (B, size), only where a decoder goes on from them. */
  readonly lastGradients: Readonly<Record<string, Offset>> | undefined;
}

/** The buffers of a layer that goes step by step, each where the layer does what it is for. */
export interface StepBuffers {
  /** What the recurrent weights multiply: h, some of it dropped. (T, B, S) */
  readonly x: Offset | undefined;
  /** The gradient of h before its projection, at a step. (B, H) */
  readonly dUnprojected: Offset | undefined;
  readonly normal: NormalBuffers | undefined;
}

/** What is left of the recurrent weight in a pass, that transposed, and its gradient, each laid out as its weight. */
export interface WeightBuffers {
  readonly weight: Offset;
  readonly transposed: Offset;
  readonly gradient: Offset;
  /** Floats of the weight. */
  readonly count: number;
}

/** The products of input and state, normalised (T, B, G*H), and one over their deviations (T, B). */
export interface NormalBuffers {
  readonly normalIh: Offset;
  readonly normalHh: Offset;
  readonly inverseIh: Offset;
  readonly inverseHh: Offset;
}

/** What one thread sees of one direction in a diagnosed pass, all 0 before it. */
export interface DiagnosisBuffers {
  /** Sums of squares of the gradient by h_t, as doubles. (T) */
  readonly squares: Offset;
  /** Of each gate its saturated values and all its values, as doubles. (G, 2) */
  readonly counts: Offset;
  /** The largest h of each unit, of relu units alone: 0 is what a dead one puts out. (H) */
  readonly maxima: Offset;
  /** The three as one, from `squares` on. */
  readonly floats: number;
}

/** A state of a layer, and what may come back from a decoder that goes on from its last value. */
export interface LayerState extends StateSequence {
  /** The last state's gradient (B, size), before `backward`; undefined where nothing but the outputs goes on. */
  readonly lastGradient: Offset | undefined;
}

/**
 * One direction of a layer over T steps of B lanes. `forward` reads its initial state from block 0 of its state
 * buffers and leaves the state after step t in block t+1, so that h's blocks from 1 on are its outputs. Past the end
 * of a lane the state stays as it was.
 */
export interface RecurrentLayer {
  /** (T+1, B, size) each, h first. */
  readonly states: readonly LayerState[];
  /** The same one step at a time, where it goes by steps. */
  readonly byStep: LayerSteps | undefined;
  /** Returns the outputs (T, B, S). */
  forward(input: LayerInput, pass: Pass): Offset;
  /** After `forward`, with its buffers untouched: adds to the parameters' gradients. dy (T, B, S) becomes the gradient of h. */
  backward(input: LayerInput, dy: Offset, pass: Pass): void;
  /** After `backward`: dx (T, B, inputs). */
  inputGradient(dx: Offset, pass: Pass): void;
  /** After `backward`: puts the initial states' gradients where `states` says. */
  initialGradient(pass: Pass): void;
}

/** A layer that is driven step by step, for what comes between a step and the next: what `RecurrentLayer` does, in parts. */
export interface LayerSteps {
  /** The gates' sums of all steps from their input; in its place `take` before each step, from x (B, inputs). */
  begin(input: LayerInput, pass: Pass): void;
  take(x: Offset, t: number, pass: Pass): void;
  /** Adds to the gates' sums of step t. (B, G*H) */
  add(product: Offset, t: number, pass: Pass): void;
  /** Returns the outputs of step t. (B, S) */
  forward(t: number, pass: Pass): Offset;
  /** Before the last step: dy (T, B, S) begins with what comes back to the last states. */
  beginBack(dy: Offset, pass: Pass): void;
  /** From the last step to the first, that of step t being whole in dy: adds what goes back to the step before. */
  backward(dy: Offset, t: number, pass: Pass): void;
  /** The gradient of the gates' sums of step t. (B, G*H) */
  gatesGradient(t: number, pass: Pass): Offset;
  /** That of the step's input. dx (B, inputs) */
  inputGradient(dx: Offset, t: number, pass: Pass): void;
  /** After the first step: adds to the parameters' gradients. */
  endBack(input: LayerInput, dy: Offset, pass: Pass): void;
}
