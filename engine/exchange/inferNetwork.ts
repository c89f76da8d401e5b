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
 * missing, too many or does not fit the others; `prefix` is what the file has in the place of `rnn.`.
 */
export const inferNetwork = (tensors: NamedTensors, file: string, prefix = 'rnn.'): InferredNetwork => {
  const fail = (problem: string): InputError => new InputError(problem, { file });
  const shown = (name: string): string => name.replace(/^rnn\./, prefix);
  const find = (name: string) => {
    const tensor = tensors.get(name);
    if (!tensor) throw fail(`has no tensor ${shown(name)}, which the others call for`);
    return tensor;
  };
  const expect = (name: string, shape: readonly number[], why: string): void => {
    const tensor = find(name);
    if (tensor.shape.join() !== shape.join()) {
      throw fail(`tensor ${shown(name)} is ${formatShape(tensor)} and should be (${shape.join(', ')}), ${why}`);
    }
  };
  /** Of all gates: what most tensors of the layer have. */
  const rowsOf = (layer: number): number => {
    const parts = ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'];
    const rows = parts.flatMap((part) => tensors.get(`rnn.${part}_l${layer}`)?.shape[0] ?? []);
    const votes = (count: number): number => rows.filter((other) => other === count).length;
    return rows.reduce((most, count) => (votes(count) > votes(most) ? count : most), rows[0] ?? 0);
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
    const hr = hasProjection ? find(`rnn.weight_hr_l${layer}`) : undefined;
    const rows = rowsOf(layer);
    if (layer === 0) gates = rows / ((hr ?? hh).shape[1] ?? 0);
    if (layer === 0 && hr) projSize = hr.shape[0] ?? 0;
    const hiddenSize = layer === 0 ? rows / gates : Math.floor(rows / gates);
    const outputs = projSize || hiddenSize;
    const cell = cellOfGates(gates);
    if (cell === undefined || hh.shape.length !== 2) {
      throw fail(
        `tensor ${shown(`rnn.weight_hh_l${layer}`)} is ${formatShape(hh)}; its rows should be 1 (rnn), 3 (gru) or ` +
          `4 (lstm) times the ${hiddenSize} units`,
      );
    }
    if (hr && cell !== 'lstm') {
      const name = shown(`rnn.weight_hr_l${layer}`);
      throw fail(`tensor ${name} ${formatShape(hr)} is a projection, which only lstm has; the others are of a ${cell}`);
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
