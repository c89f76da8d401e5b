import type { Offset } from '../../compute/offset.ts';

/** The words that steps may be, by their letters, in shared memory: what `list_distinct` and a batch of words are read from. */
export interface LetterTables {
  readonly ids: Offset;
  readonly starts: Offset;
  readonly lengths: Offset;
  /** A number for every word, of this thread alone, all 0. */
  readonly places: Offset;
}

/** What a pass over a batch knows besides its numbers. */
export interface Pass {
  readonly T: number;
  readonly B: number;
  /** The lanes' numbers of steps (B); undefined: all T. */
  readonly lengths: Offset | undefined;
  /** Dropout masks are a hash of this; undefined: nothing is dropped. */
  readonly dropoutKey: number | undefined;
  /** The first of these lanes among all lanes of the batch, and how many those are: a mask does not depend on threads. */
  readonly firstLane: number;
  readonly lanes: number;
  /** Steps at the beginning that are not predicted at. */
  readonly skip?: number;
  /** Of a decoder's pass what its attention reads. */
  readonly read?: EncoderRead | undefined;
  /** Layers look at their gates and gradients, where they have buffers for what they see. */
  readonly isDiagnosed: boolean;
  /** Where a block reads words by their letters. */
  readonly letters?: LetterTables | undefined;
}

/** What an encoder has put out, as an attention reads it. */
export interface EncoderRead {
  /** The outputs and their keys. (T, lanes, width), (T, lanes, units) */
  readonly values: Offset;
  readonly keys: Offset;
  /** The most steps, and how many lanes have been read. */
  readonly T: number;
  readonly lanes: number;
  /** Of those lanes; undefined: all T. (lanes) */
  readonly lengths: Offset | undefined;
  /** Which of them each lane of the pass attends to; undefined: to its own. (B) */
  readonly rows: Offset | undefined;
}

/** One direction's parameters, which all threads share. Transposes are for the backward pass. */
export interface CellWeights {
  readonly gates: number;
  readonly hiddenSize: number;
  /** Values of h: H, or what it is projected to. */
  readonly stateSize: number;
  /** Rows of the packed input weight. */
  readonly inputRows: number;
  readonly weightIh: Offset;
  readonly biasIh: Offset | undefined;
  readonly normIh: Offset | undefined;
  /** Undefined at the bottom, where nobody asks for the gradient of the input. */
  readonly transposedIh: Offset | undefined;
  /** Of cells with a recurrent product. */
  readonly recurrent: RecurrentWeights | undefined;
  readonly projection: { readonly weightHr: Offset; readonly transposedHr: Offset } | undefined;
  /** The learned first states by name; zeros where there is none. */
  readonly firstStates: Readonly<Record<string, Offset | undefined>>;
}

export interface RecurrentWeights {
  readonly weightHh: Offset;
  readonly biasHh: Offset | undefined;
  readonly normHh: Offset | undefined;
  readonly transposedHh: Offset;
  /** Where the weight's gradient goes in this thread; undefined: where those of parameters are. */
  readonly gradientHh?: Offset;
}

/** One thread's working buffers of a direction, for its largest shard of B lanes. */
export interface CellBuffers {
  /** What a parameter's offset is to be moved by to give its gradient in this thread. */
  readonly gradientShift: number;
  /** (T, B, G*H) */
  readonly z: Offset;
  /** (T+1, B, S); block 0 is the initial state. */
  readonly h: Offset;
  /** Gradient of the state that does not pass through the recurrent product. (B, H) */
  readonly carry: Offset;
  /** Gradient of what the recurrent weights multiplied at a step, in the end of the initial h. (B, S) */
  readonly dx: Offset;
  /** h before its projection, where it is projected. (T+1, B, H) */
  readonly unprojected: Offset | undefined;
  /** What the cell asks for besides, by the names of its spec and of its further states. */
  readonly own: Readonly<Record<string, Offset | undefined>>;
}

/** A state sequence of a layer: its offset and the values of a lane. */
export interface StateSequence {
  /** `h` or `c` */
  readonly name: string;
  readonly offset: Offset;
  readonly size: number;
  /** The learned first state; zeros where there is none. */
  readonly learned: Offset | undefined;
  /** The initial state's gradient (B, size), once `initialGradient` was called. */
  readonly gradient: Offset;
}

/**
 * The arithmetic of a recurrent cell, over a stretch of steps at once. Offsets of sequences are those of their whole,
 * from step 0 on. x (T, B, S) is what the recurrent weights multiply: h itself or made from it.
 */
export interface Cell {
  readonly states: readonly StateSequence[];
  /** The gates' sums, after `backward` their gradient. (T, B, G*H) */
  readonly z: Offset;
  /** Undefined where the gates come from the input alone. */
  readonly recurrence: Recurrence | undefined;
  /** Whether the initial h has a gradient besides the one through x: `carry`. */
  readonly carriesH: boolean;
  /** `isProductIn`: the recurrent product with its bias is in its sums already. */
  forward(x: Offset, first: number, T: number, isProductIn: boolean, pass: Pass): void;
  /** dy is that of step `first`. Through the T steps x has to be h. */
  backward(x: Offset, dy: Offset, first: number, T: number, pass: Pass): void;
}

/** What a cell has to do with its recurrent product. */
export interface Recurrence {
  /** Its sums: the cell's z, but for a gru that resets after it. (T, B, G*H) */
  readonly sums: Offset;
  /** Adds to the recurrent weights' gradient, from the gradient of their product with x. */
  addWeightGradient(x: Offset, dProduct: Offset, pass: Pass): void;
  /**
   * The gradient of x (B, S) at `step`, from that of its product (B, G*H) there. `backward` must have ended
   * at that step.
   */
  operandGradient(dProduct: Offset, pass: Pass): Offset;
}

/** What must be there, by the cell's own spec. */
export const present = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new Error(`A cell has no ${what}.`);
  return value;
};
