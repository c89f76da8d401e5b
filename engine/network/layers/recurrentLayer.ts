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
  /** Returns the outputs (T, B, S). */
  forward(input: LayerInput, pass: Pass): Offset;
  /** After `forward`, with its buffers untouched: adds to the parameters' gradients. dy (T, B, S) becomes the gradient of h. */
  backward(input: LayerInput, dy: Offset, pass: Pass): void;
  /** After `backward`: dx (T, B, inputs). */
  inputGradient(dx: Offset, pass: Pass): void;
  /** After `backward`: puts the initial states' gradients where `states` says. */
  initialGradient(pass: Pass): void;
}
