import type { ScratchFile } from '../scratchFile.ts';

/**
 * The encoded data of one run, as the kernels read it from shared memory. An *example* is an integer:
 * the first row of a window, a position in a text, or a row number.
 */
export type Source = SeriesSource | SymbolSource | RowSource;

/** A series in memory, or one too large for it. */
export type SeriesSource = WindowSource | StoredWindowSource;

/** A series: example r is the rows r … r+window-1, its targets the `horizon` rows after them. */
export interface WindowSource {
  readonly kind: 'windows';
  /** Encoded inputs. (rows, columns) */
  readonly values: Float32Array;
  readonly columns: number;
  /** Encoded targets, NaN where the cell is empty. (rows, targetColumns) */
  readonly targets: Float32Array;
  readonly targetColumns: number;
  readonly horizon: number;
  /**
   * Step h (from 0) is learned as the difference from the target `lags[h]` rows earlier; 0 learns the value itself.
   * The network's outputs are laid out (horizon, targetColumns), and `predict` returns them with the difference undone.
   */
  readonly lags: Int32Array;
}

/** A `WindowSource` in files, 4 bytes a number: the windows of a batch are read when it is their turn. */
export interface StoredWindowSource extends Omit<WindowSource, 'kind' | 'values' | 'targets'> {
  readonly kind: 'storedWindows';
  readonly rows: number;
  /** (rows, columns) */
  readonly values: ScratchFile;
  /** (rows, targetColumns) */
  readonly targets: ScratchFile;
}

/** A text: example p is the symbols p … p+T-1, its targets the symbols p+1 … p+T. */
export interface SymbolSource {
  readonly kind: 'symbols';
  readonly ids: Uint16Array;
  readonly vocabulary: number;
}

/** One sequence a row with one class: example n is row n as (steps, stepSize). */
export interface RowSource {
  readonly kind: 'rows';
  /** (rows, steps * stepSize) */
  readonly values: Float32Array;
  readonly steps: number;
  readonly stepSize: number;
  readonly labels: Int32Array;
  readonly classes: number;
  /** Steps of each row's sequence, 1 … steps; the values after them are not read. All `steps` when not given. */
  readonly lengths?: Int32Array;
}
