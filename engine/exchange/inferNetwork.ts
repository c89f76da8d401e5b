import type { Cell } from '../config.ts';
import { InputError } from '../errors.ts';
import { type NamedTensors, cellOfGates, formatShape, layerSuffix } from './cellWeights.ts';

/** What the shapes of a network's weights say of it. */
export interface InferredNetwork {
  readonly cell: Cell;
  /** Units of every layer. */
  readonly layerSizes: readonly number[];
  readonly isBidirectional: boolean;
  /** Outputs of a projection, 0 for none. */
  readonly projSize: number;
  readonly hasBias: boolean;
  /** Length of a symbol vector, 0 for none. */
  readonly embeddingSize: number;
  readonly hasNorms: boolean;
  readonly hasLearnedState: boolean;
}

/**
 * Reads a network's form off weights that have our names. Throws an `InputError` that names the first tensor that is
 * missing or does not fit the others.
 */
export const inferNetwork = (tensors: NamedTensors, file: string): InferredNetwork => {
  const fail = (problem: string): InputError => new InputError(problem, { file });
  const find = (name: string) => {
    const tensor = tensors.get(name);
    if (!tensor) throw fail(`has no tensor ${name}, which the others call for`);
    return tensor;
  };
  const expect = (name: string, shape: readonly number[], why: string): void => {
    const tensor = find(name);
    if (tensor.shape.join() !== shape.join()) {
      throw fail(`tensor ${name} is ${formatShape(tensor)} and should be (${shape.join(', ')}), ${why}`);
    }
  };
  const names = [...tensors.keys()];
  const isBidirectional = names.some((name) => /^rnn\..*_reverse$/.test(name));
  const hasBias = names.some((name) => name.startsWith('rnn.bias_'));
  const hasProjection = names.some((name) => name.startsWith('rnn.weight_hr_'));
  const numLayers = 1 + Math.max(-1, ...names.map((name) => Number(/^rnn\.weight_.*_l(\d+)/.exec(name)?.[1] ?? -1)));
  if (numLayers > 64) throw fail(`has ${numLayers} recurrent layers; at most 64 are trained`);

  const embeddingSize = tensors.get('embedding.weight')?.shape[1] ?? 0;
  let inputs = embeddingSize || find('rnn.weight_ih_l0').shape[1] || 0;
  const layerSizes: number[] = [];
  let gates = 0;
  let projSize = 0;
  for (let layer = 0; layer < numLayers; layer++) {
    const hh = find(`rnn.weight_hh_l${layer}`);
    const hiddenSize = hasProjection ? (find(`rnn.weight_hr_l${layer}`).shape[1] ?? 0) : (hh.shape[1] ?? 0);
    const outputs = hasProjection ? (find(`rnn.weight_hr_l${layer}`).shape[0] ?? 0) : hiddenSize;
    const rows = hh.shape[0] ?? 0;
    if (layer === 0) gates = rows / hiddenSize;
    if (layer === 0 && hasProjection) projSize = outputs;
    if (cellOfGates(gates) === undefined || hh.shape.length !== 2) {
      throw fail(
        `tensor rnn.weight_hh_l${layer} is ${formatShape(hh)}; its rows should be 1 (rnn), 3 (gru) or 4 (lstm) times ` +
          `the ${hiddenSize} units`,
      );
    }
    for (const isReverse of isBidirectional ? [false, true] : [false]) {
      const suffix = layerSuffix(layer, isReverse);
      const because = `for ${hiddenSize} units of ${gates} ${gates === 1 ? 'gate' : 'gates'}`;
      expect(`rnn.weight_ih${suffix}`, [gates * hiddenSize, inputs], `${because} and ${inputs} inputs`);
      expect(`rnn.weight_hh${suffix}`, [gates * hiddenSize, outputs], because);
      if (hasProjection) expect(`rnn.weight_hr${suffix}`, [projSize, hiddenSize], because);
      if (!hasBias) continue;
      expect(`rnn.bias_ih${suffix}`, [gates * hiddenSize], because);
      expect(`rnn.bias_hh${suffix}`, [gates * hiddenSize], because);
    }
    layerSizes.push(hiddenSize);
    inputs = outputs * (isBidirectional ? 2 : 1);
  }
  const head = tensors.get('head.weight');
  if (head) expect('head.weight', [head.shape[0] ?? 0, inputs], `for the ${inputs} outputs of the last layer`);
  return {
    cell: cellOfGates(gates) ?? 'lstm',
    layerSizes,
    isBidirectional,
    projSize,
    hasBias,
    embeddingSize,
    hasNorms: names.some((name) => name.startsWith('rnn.norm_')),
    hasLearnedState: names.some((name) => /^rnn\.[hc]0_l/.test(name)),
  };
};
