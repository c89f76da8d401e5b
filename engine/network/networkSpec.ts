import type { CellOptions } from './cells/cellSpec.ts';

/** Symbols, one a step. */
export interface SymbolsSpec {
  readonly kind: 'symbols';
  readonly vocabulary: number;
  /** The symbol that stands for nothing: past the end of a sequence, and where there is none. Not learned as a vector. */
  readonly padding?: number;
  /** Each is a word, whose letters are read besides: of a long one at most so many. */
  readonly letters?: { readonly vocabulary: number; readonly padding: number; readonly longest: number };
  /** What follows each has a label, one of so many, which is told besides. */
  readonly labels?: number;
}

/** What a network reads at a step. */
export type InputSpec = { readonly kind: 'numbers'; readonly size: number } | SymbolsSpec;

interface Named {
  /** Its parameters' names begin with it. */
  readonly name: string;
}

/** Symbols become vectors (`torch.nn.Embedding`); the vector of the padding is zero and stays so. */
export interface EmbedSpec extends Named {
  readonly block: 'embed';
  readonly size: number;
  /** Share of the symbols whose vectors are dropped whole in training. */
  readonly dropped?: number;
}

/** Adds a vector of the label that is told of a step to what it reads. */
export interface LabelSpec extends Named {
  readonly block: 'label';
}

/**
 * Behind the vector of a word what a layer that goes both ways has read at the ends of its letters (Lample et al. 2016).
 */
export interface SpellSpec extends Named {
  readonly block: 'spell';
  readonly cell: CellOptions;
  /** Units in each direction, and values of a letter's vector. */
  readonly size: number;
  readonly bias: boolean;
}

/** At every step a linear layer and its activation. */
export interface ProjectSpec extends Named {
  readonly block: 'project';
  readonly size: number;
  readonly activation: 'none' | 'sigmoid' | 'tanh' | 'relu';
}

/** A stack of recurrent layers of one cell. */
export interface RecurSpec extends Named {
  readonly block: 'recur';
  readonly cell: CellOptions;
  /** Units of each layer, from the bottom up. */
  readonly layers: readonly number[];
  readonly bias: boolean;
  readonly bidirectional: boolean;
  /** 0: none. */
  readonly projSize: number;
  readonly layerNorm: boolean;
  readonly residual: boolean;
  readonly initialState: 'zeros' | 'learned';
  /** Between the layers, and of the state on its way to the next step. */
  readonly dropout: number;
  readonly recurrentDropout: number;
  /** In a decoder: values that the attention above put out at the step before, which the bottom layer reads besides. */
  readonly fed?: number;
  /** Between the layers the same values are dropped at every step. */
  readonly isLocked?: boolean;
  /** Share of the recurrent weights that are dropped in training. */
  readonly weightDropout?: number;
}

/** Sets a share of the values to zero while training. */
export interface DropSpec extends Named {
  readonly block: 'drop';
  readonly share: number;
  /** The same values at every step. */
  readonly isLocked?: boolean;
}

/** Wants values of every step small, and slow from step to step, in training. */
export interface PenaliseSpec extends Named {
  readonly block: 'penalise';
  readonly size?: number;
  readonly change?: number;
}

/** One vector of all steps of a sequence that are within its length. */
export interface PoolSpec extends Named {
  readonly block: 'pool';
  readonly by: 'last' | 'mean' | 'max' | 'attention';
  /** Of attention: units that score a step. */
  readonly size?: number;
}

/** At every step of a decoder what it looks at of the encoder's steps, together with what it knows itself. */
export interface AttendSpec extends Named {
  readonly block: 'attend';
  readonly score: 'additive' | 'multiplicative';
  /** Values of what it puts out. */
  readonly size: number;
  /** Of additive attention: units that score a step. */
  readonly units?: number;
  /** The layers below read at the next step what it puts out (Luong et al. 2015, input feeding). */
  readonly feeds?: boolean;
}

/**
 * Takes off each of some columns of a window its level, and undoes its spread: the last value and 1, or the mean and the
 * deviation, with gains and biases that are learned (Kim et al. 2022, RevIN).
 */
export interface NormaliseSpec extends Named {
  readonly block: 'normalise';
  readonly by: 'last' | 'instance';
  /** Places among the values of a step. */
  readonly columns: readonly number[];
}

/** Gives what is put out for each step ahead the level and the spread back. */
export interface RestoreSpec extends Named {
  readonly block: 'restore';
  /** The name of the block that took them off, and of each target which of its columns that is. */
  readonly of: string;
  readonly targets: readonly number[];
  readonly horizon: number;
  /** Whether there are gains and biases. */
  readonly isLearned: boolean;
}

/**
 * A window cut into segments, which are the steps of recurrent layers, and the horizon decoded from their last state segment
 * by segment at once (Lin et al. 2023, SegRNN): each is one step of the same layers, whose input is a vector of its position.
 */
export interface SegmentsSpec extends Named {
  readonly block: 'segments';
  /** Steps of a window, of a segment, and ahead. */
  readonly window: number;
  readonly length: number;
  readonly horizon: number;
  /** Values of what becomes of a segment. */
  readonly size: number;
  /** Of each target its place among the values of a step. */
  readonly targets: readonly number[];
  /** Each target goes through the layers by itself, with what is no target beside it and a vector of its own ahead. */
  readonly isApart: boolean;
  readonly layers: RecurSpec;
  /** Share of what the layers put out ahead that is dropped in training. */
  readonly dropout: number;
  /** What makes the values of a segment of it. */
  readonly output: { readonly name: string; readonly activation: ProjectSpec['activation'] };
}

/**
 * Adds to what is put out for each step ahead what is known of that step: with x_h the values known of it, and f all that is
 * put out, f_h + W relu(V x_h + U f + c) + b. The same weights go through all steps.
 */
export interface ForeseeSpec extends Named {
  readonly block: 'foresee';
  readonly horizon: number;
  /** Values put out for a step, and values that are known of it. */
  readonly targets: number;
  readonly known: number;
  /** Units between. */
  readonly size: number;
}

/**
 * The values of a step that are marks, ones and zeros that say what kind of series it is of, become one vector behind the
 * other values: the sum of a vector that is learned of each mark.
 */
export interface MarkSpec extends Named {
  readonly block: 'mark';
  /** Places among the values of a step. */
  readonly columns: readonly number[];
  readonly size: number;
}

/** The output layer. */
export interface HeadSpec extends Named {
  readonly block: 'head';
  readonly outputs: number;
  /** Blocks of outputs, as the loss reads them: 1 of values, 2 or 3 of what tells a distribution. */
  readonly groups: 1 | 2 | 3;
  readonly activation: 'none' | 'sigmoid' | 'tanh' | 'relu' | 'softmax';
  /** Its weight is the embedding's, transposed (Press and Wolf 2017). */
  readonly sharesEmbedding?: boolean;
  /** What it reads are the outputs already. */
  readonly isGiven?: boolean;
}

export type EncoderSpec =
  | EmbedSpec
  | LabelSpec
  | SpellSpec
  | DropSpec
  | PenaliseSpec
  | ProjectSpec
  | RecurSpec
  | PoolSpec
  | AttendSpec
  | NormaliseSpec
  | RestoreSpec
  | SegmentsSpec
  | ForeseeSpec
  | MarkSpec;

/** Blocks that only an encoder has. */
export type WholeSpec = PoolSpec | NormaliseSpec | RestoreSpec | SegmentsSpec | ForeseeSpec | MarkSpec;

/** What goes on from the last states of the encoder's layers, and reads at every step what was put out at the one before. */
export interface DecoderSpec {
  readonly input: SymbolsSpec;
  readonly blocks: readonly Exclude<EncoderSpec, WholeSpec>[];
}

/**
 * A network as plain data: what lies in a model file. Blocks read one another in their order, the head the last of the
 * encoder, or of the decoder where there is one.
 */
export interface NetworkSpec {
  readonly input: InputSpec;
  readonly encoder: readonly EncoderSpec[];
  readonly decoder?: DecoderSpec;
  readonly head: HeadSpec;
}
