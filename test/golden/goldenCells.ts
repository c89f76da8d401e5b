import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tensor } from '../../engine/compute/tensor.ts';
import { readNumberedTensors } from './numberedTensors.ts';

/** A recurrent layer of Keras 3 or cells of TensorFlow 1 with given first states, and what they compute. */
export interface GoldenCell {
  readonly program: 'Keras' | 'TensorFlow';
  readonly cell: KerasName | TensorflowName;
  readonly mask: 'none' | 'mask' | 'zeroOutputs' | 'sequenceLength';
  readonly bidirectional: boolean;
  /** Of Keras. */
  readonly bias?: boolean;
  /** Of TensorFlow. */
  readonly layers?: number;
  /** Of all its numbers (`drawValues.ts`). */
  readonly seed: string;
  /** T, B, D, H */
  readonly sizes: readonly [number, number, number, number];
  readonly lengths?: readonly number[];
  /**
   * `forward/outputs` (T, B, directions * H) and the last states; `layers/`: gradients of the sum of the outputs, each
   * times a drawn number, by the program's own variables with the suffix of layer and direction, `x` and first states.
   */
  readonly results: ReadonlyMap<string, Tensor>;
}

export type KerasName = 'tanh' | 'relu' | 'lstm' | 'gruAfter' | 'gruBefore';
export type TensorflowName = 'BasicRNNCell' | 'BasicLSTMCell' | 'GRUCell';

/** The files that `makeCells.py` wrote. */
export const readCells = async (folder: string): Promise<readonly GoldenCell[]> => {
  const cells = JSON.parse(await readFile(join(folder, 'cells.json'), 'utf8')) as Omit<GoldenCell, 'results'>[];
  const results = await readNumberedTensors(join(folder, 'cells.safetensors'), cells.length);
  return cells.map((cell, i) => ({ ...cell, results: results[i]! }));
};
