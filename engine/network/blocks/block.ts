import type { Kernels } from '../../compute/kernels.ts';
import type { Offset } from '../../compute/offset.ts';
import type { Pass, StateSequence } from '../cells/cell.ts';
import type { DenseInput, LayerInput } from '../layers/layerInput.ts';
import type { SymbolsSpec } from '../networkSpec.ts';
import type { ParameterShape } from '../parameterLayout.ts';

/** What a block hands on. */
export interface Flow {
  readonly kind: 'symbols' | 'vectors';
  /** Symbols in all, or values of a vector. */
  readonly size: number;
  /** Values that lie together: of several directions, each begins a panel of its own. */
  readonly block: number;
  readonly directions: 1 | 2;
  /** Every step's, or one of the whole sequence. */
  readonly isEveryStep: boolean;
  /** Past the end of a sequence it stays as it was there, so that the last step has it. */
  readonly keepsLast: boolean;
  readonly padding?: number | undefined;
  /** In a decoder: what the encoder puts out. */
  readonly read?: Omit<Flow, 'read'> | undefined;
  /** Of what stands for words, see `SymbolsSpec`. */
  readonly letters?: SymbolsSpec['letters'] | undefined;
  /** Of what is told with labels, how many there are. */
  readonly labels?: number | undefined;
}

/** Places of parameters, which all threads share. */
export interface ParameterPlan {
  readonly panel: number;
  readonly parameterOf: (name: string) => Offset;
  /** Undefined where the network has none of the name. */
  readonly offsetOf: (name: string) => Offset | undefined;
  /** Room for the transpose of a weight, which is kept up to date; see `transpose_weights`. */
  readonly addTranspose: (weight: Offset, inputs: number, panels: number) => Offset;
  /** Whether something below learns, and so asks for the gradient of what the block reads. */
  readonly isBelowLearned: boolean;
  /** The vectors that an output layer may share. */
  readonly embedding: Offset | undefined;
}

/** Room for one thread's buffers, for its largest shard of B lanes. */
export interface BufferPlan {
  readonly panel: number;
  readonly steps: number;
  /** In a decoder: steps of the encoder. */
  readonly readSteps: number;
  /** The most lanes. */
  readonly lanes: number;
  /** Whether training passes can be diagnosed. */
  readonly isDiagnosable: boolean;
  /** Whether a decoder goes on from the block's last states. */
  readonly areStatesHandedOn: boolean;
  /** Added to a parameter's offset gives its gradient. */
  readonly gradientShift: number;
  /** Gradient of the outputs of every step (T, B, widest): blocks that need it at one time only share it. */
  readonly dy: Offset;
  /** (rows, B, columns) */
  readonly sequence: (rows: number, columns: number) => Offset;
  /** Which word each step is (T, B), where words are read by their letters. */
  readonly words: Offset | undefined;
  /** Which label what follows each step has (T, B), where labels are told. */
  readonly labels: Offset | undefined;
  /** Levels and spreads of columns (columns, 2, B), where they are taken off and given back. */
  readonly levels: Offset | undefined;
  /** What is known of the steps ahead (1, B * horizon, values), where that is read. */
  readonly known: Offset | undefined;
  /** (rows, B) of 32 bits. */
  readonly numbers: (rows: number) => Offset;
  readonly bytes: (count: number, what: string) => Offset;
  readonly mark: () => number;
}

/** What a running block is made from. */
export interface BlockParts<Plan, Buffers> {
  readonly kernels: Kernels;
  readonly plan: Plan;
  readonly buffers: Buffers;
  readonly input: LayerInput;
  /** Undefined for the lowest. */
  readonly below: Block | undefined;
}

/** A block in one thread, with explicit forward and backward passes. */
export interface Block {
  readonly states: readonly StateSequence[];
  /** What the next block reads. */
  readonly output: DenseInput;
  forward(pass: Pass): void;
  /** Where the gradient of its outputs has to be before `backward`; undefined where nothing below would learn from it. */
  gradientAt(pass: Pass): Offset | undefined;
  /**
   * After `forward` with the same pass: adds to the parameters' gradients, and leaves that of what it read in `below`,
   * where that is asked for. `isFirst`: the pass began with the learned states, if there are any.
   */
  backward(pass: Pass, isFirst: boolean, below: Offset | undefined): void;
}

/** All that tells one kind of block from another: what it hands on, its parameters, buffers and kernel calls. */
export interface BlockKind<Spec, Plan, Buffers> {
  readonly flow: (spec: Spec, input: Flow) => Flow;
  /** In the order of the network's file. */
  readonly parameters: (spec: Spec, input: Flow) => readonly ParameterShape[];
  /** Additions and multiplications of a step of a lane, forward, half of them. */
  readonly products: (spec: Spec, input: Flow) => number;
  /** Plain data, which every thread gets. `firstMask`: the number of its first dropout mask. */
  readonly plan: (spec: Spec, input: Flow, parameters: ParameterPlan, firstMask: number) => Plan;
  readonly buffers: (plan: Plan, room: BufferPlan) => Buffers;
}

/** A block that others can stand on; the head is none. */
export interface EncoderKind<Spec, Plan, Buffers> extends BlockKind<Spec, Plan, Buffers> {
  /** Packed columns of what it works on within, beside what it reads and hands on. */
  readonly widths?: (plan: Plan) => readonly number[];
  /** Dropout masks that it draws in a pass. */
  readonly masks: (spec: Spec) => number;
  readonly make: (parts: BlockParts<Plan, Buffers>) => Block;
}
