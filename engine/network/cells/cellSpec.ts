import type { Kernels } from '../../compute/kernels.ts';
import type { Cell, CellBuffers, CellWeights } from './cell.ts';

/** Options of a model that decide which function a cell computes; those not given are as PyTorch has them. */
export interface CellOptions {
  readonly cell: string;
  readonly activation?: 'tanh' | 'relu' | 'sigmoid';
  readonly gruReset?: 'after' | 'before';
  readonly candidate?: 'linear' | 'positive';
}

/** Options of a model that only some cells read. */
export type CellOption =
  | 'activation'
  | 'candidate'
  | 'forgetBias'
  | 'gruReset'
  | 'layerNorm'
  | 'projSize'
  | 'recurrentDropout';

/** A gate, in PyTorch's order where PyTorch has the cell. */
export interface Gate {
  /** As in `LayerDiagnostics.saturated`. */
  readonly name: string;
  readonly activation: 'sigmoid' | 'tanh' | 'relu' | 'positive' | 'none';
  /** Its value is h itself, and the gates' buffer keeps the sum before the activation. */
  readonly isState?: boolean;
  /** It stands open or closed for long to keep what the cell remembers: Karpathy, Johnson and Li 2015. */
  readonly isKeeping?: boolean;
  /** `forgetBias` is its first bias. */
  readonly isForget?: boolean;
}

/** (T, B, G*H), (T, B, H) or (B, H) */
export type BufferShape = 'gates' | 'units' | 'step';

/** What torch.nn has of a cell. */
export interface PytorchForm {
  /** Of torch.nn */
  readonly module: string;
  /** What the module returns beside its outputs, with h in it. */
  readonly state: string;
  readonly arguments?: (options: CellOptions) => readonly string[];
  /** Why it is another function with these options; undefined where it is the same. */
  readonly obstacle?: (options: CellOptions) => string | undefined;
}

/** What Keras 3 has of a cell (keras-team/keras keras/src/layers/rnn). */
export interface KerasForm {
  /** Of keras.layers, and what it calls a layer in a file. */
  readonly layer: string;
  readonly group: string;
  /** Which of our gates stands at each of Keras's places. */
  readonly order: readonly number[];
  /** 2 where input and recurrent product keep a bias each. */
  readonly biases: 1 | 2;
  readonly arguments?: (options: CellOptions) => readonly string[];
}

/** What TensorFlow 1 has of a cell (tensorflow/python/ops/rnn_cell_impl.py): kernels that join input and state. */
export interface TensorflowForm {
  /** The variable scopes of its cells. */
  readonly scopes: readonly string[];
  /** Each kernel's part of the scope, the gates in its order, and the first value of its bias. */
  readonly kernels: readonly { readonly part: string; readonly gates: readonly number[]; readonly firstBias: number }[];
  /** What the cell adds to the bias of its forget gate as it runs. */
  readonly addedForgetBias?: number;
}

/**
 * All that tells one cell from another. To add a cell is to write one of these, its kernels in C, and its line in the
 * registry: everything else asks here.
 */
export interface CellSpec {
  /** As `model.cell` has it. */
  readonly name: string;
  /** For menus. */
  readonly label: string;
  /** Of several cells of one name, which options choose this one. */
  readonly isChosen?: (options: CellOptions) => boolean;
  readonly gates: (options: CellOptions) => readonly Gate[];
  /** h first; the others have the size of the hidden units. */
  readonly states: readonly string[];
  /** Whether h is multiplied on its way to the next step. */
  readonly isRecurrent: boolean;
  /** Whether an identity in the place of the recurrent weights lets its units keep what they hold (`irnn`). */
  readonly keepsIdentity?: (options: CellOptions) => boolean;
  readonly reads: readonly CellOption[];
  /** Why not, and the way out, where it is worth a word. */
  readonly refuses?: Readonly<Partial<Record<CellOption, string>>>;
  /** What the units are, in words. */
  readonly units: (options: CellOptions) => string;
  /** Cells that lose less of a gradient over many steps. */
  readonly steadier?: readonly string[];
  readonly buffers: Readonly<Record<string, BufferShape>>;
  readonly make: (kernels: Kernels, weights: CellWeights, buffers: CellBuffers, options: CellOptions) => Cell;
  /** What other programs have of it, or why they cannot hold it, as the end of a sentence. */
  readonly pytorch: PytorchForm | string;
  readonly keras: KerasForm | string;
  readonly tensorflow: TensorflowForm | undefined;
}
