import type { ScratchFile } from '../scratchFile.ts';

/**
 * The encoded data of one run. An *example* is an integer: the first row of a window, a position in a text, or a row
 * number. What a run has most of lies in memory, or where it is too large, in a file: then the examples of a batch are
 * read when it is their turn.
 */
export type Source =
  | WindowSource
  | SymbolSource
  | RowSource<SequenceTargets>
  | VectorSource<SequenceTargets>
  | SequenceSource<SequenceTargets>
  | StepSource
  | PairSource;

/** A series: example r is the rows r … r+window-1, its targets the `horizon` rows after them. */
export interface WindowSource {
  readonly kind: 'windows';
  /** Encoded inputs. (rows, columns) */
  readonly values: Float32Array | ScratchFile;
  readonly columns: number;
  /** Encoded targets, NaN where the cell is empty; in memory or in a file as `values` are. (rows, targetColumns) */
  readonly targets: Float32Array | ScratchFile;
  readonly targetColumns: number;
  /** What each target was divided by, of counts that are learned; where the targets are, and as long. (rows, targetColumns) */
  readonly units?: Float32Array | ScratchFile;
  readonly horizon: number;
  /**
   * Step h (from 0) is learned as the difference from the target `lags[h]` rows earlier; 0 learns the value itself.
   * The network's outputs are laid out (horizon, targetColumns), and `predict` returns them with the difference undone.
   */
  readonly lags: Int32Array;
  /** What is known of rows ahead of time, where a network reads that of the steps ahead. */
  readonly known?: KnownRows;
}

/** Values of every row of a series, and of `horizon` rows after its last; in memory or in a file as the inputs are. */
export interface KnownRows {
  /** (rows + horizon, columns) */
  readonly values: Float32Array | ScratchFile;
  readonly columns: number;
}

/** A text: example p is the symbols p … p+T-1, its targets the symbols p+1 … p+T. */
export interface SymbolSource {
  readonly kind: 'symbols';
  /** 16 bits each. */
  readonly ids: Uint16Array | ScratchFile;
  readonly vocabulary: number;
  /** Of each symbol the label of the text that it is in, where a network is told those of what it foretells. */
  readonly told?: { readonly ids: Uint16Array; readonly count: number };
}

/** The class of each sequence. */
export interface ClassTargets {
  /** -1 where there is none. (sequences) */
  readonly labels: Int32Array;
  readonly classes: number;
}

/** The numbers that each sequence comes to. */
export interface NumberTargets {
  /** Encoded, NaN where one is not known. (sequences, targetColumns) */
  readonly targets: Float32Array;
  readonly targetColumns: number;
}

/** What is learned of whole sequences. */
export type SequenceTargets = ClassTargets | NumberTargets;

/** One sequence a row: example n is row n as (steps, stepSize). */
export type RowSource<T extends SequenceTargets = ClassTargets> = RowInputs & T;

export interface RowInputs {
  readonly kind: 'rows';
  /** (rows, steps * stepSize) */
  readonly values: Float32Array | ScratchFile;
  readonly steps: number;
  readonly stepSize: number;
  /** Steps of each row's sequence, 1 … steps; the values after them are not read. All `steps` when not given. */
  readonly lengths?: Int32Array;
}

/** Sequences of vectors, each as long as it is: example n is sequence n. */
export type VectorSource<T extends SequenceTargets = ClassTargets> = VectorInputs & T;

export interface VectorInputs {
  readonly kind: 'vectors';
  /** The steps of all, one sequence after another. (steps of all, size) */
  readonly values: Float32Array | ScratchFile;
  /** Where each sequence begins among the steps, and after the last where it ends. None is empty. (sequences + 1) */
  readonly starts: Float64Array;
  /** The most steps of a sequence: the first ones are read. */
  readonly steps: number;
  /** Values of a step. */
  readonly size: number;
}

/** Sequences of symbols, each as long as it is. */
export interface RaggedSymbols {
  /** All symbols, one sequence after another, 16 bits each. */
  readonly ids: Uint16Array | ScratchFile;
  /** Where each sequence begins among them, and after the last where it ends. (sequences + 1) */
  readonly starts: Float64Array;
  /** The most steps of a sequence: the first ones are read. */
  readonly steps: number;
  readonly vocabulary: number;
}

/**
 * Texts: example n is sequence n. One without symbols is read as one padding, and refused where the network knows none.
 */
export type SequenceSource<T extends SequenceTargets = ClassTargets> = TextInputs & T;

export interface TextInputs extends RaggedSymbols {
  readonly kind: 'sequences';
}

/** Sequences of vectors, each as long as it is. */
export interface RaggedVectors extends Pick<RaggedSymbols, 'starts' | 'steps'> {
  /** Of all sequences, one after another. (steps of all, columns) */
  readonly values: Float32Array | ScratchFile;
  readonly columns: number;
}

/** Sequences with a class at every step: example n is sequence n, which has at least one step. */
export interface StepSource {
  readonly kind: 'steps';
  readonly inputs: RaggedSymbols | RaggedVectors;
  /** By step as the inputs are, -1 where there is none. (steps of all) */
  readonly labels: Int16Array;
  readonly classes: number;
  /** How the words are written that the steps are, where a network reads that too. */
  readonly spelling?: Spelling;
}

/** The words of sequences by their letters. */
export interface Spelling {
  /** Which word each step is. (steps of all) */
  readonly words: Int32Array;
  /** Of each word the letters; word 0 has none, and stands past the end of a sequence. */
  readonly letters: RaggedSymbols;
}

/** Pairs of sequences, of which one comes of the other: example n is pair n. */
export interface PairSource {
  readonly kind: 'pairs';
  /** What is read whole first; as a `SequenceSource` has it. */
  readonly source: RaggedSymbols;
  /**
   * What comes of it, from a symbol that every one begins with to one that ends it: a step reads one and foretells the
   * one after, so that n symbols are n - 1 steps. Without symbols it is not known, and has no loss.
   */
  readonly target: RaggedSymbols;
}
