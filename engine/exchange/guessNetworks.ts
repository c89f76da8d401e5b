import { type CellName, cellSpecs, gatesOf, specOf } from '../network/cells/findCell.ts';
import { recur } from '../network/blocks/recur.ts';
import { recurOf } from '../network/networkOf.ts';
import { type NamedTensors, layerSuffix } from './cellWeights.ts';

/** A network that recurrent weights may be of. */
export interface NetworkGuess {
  readonly model: Parameters<typeof recurOf>[0] & { readonly cell: CellName };
  readonly layerSizes: readonly number[];
  readonly inputSize: number;
}

/**
 * One network for every cell of a `state_dict`, and one more for those that can project. Each of their sizes is what most of the
 * tensors say, so that a wrong one among them does not decide it; `outside` are the columns of the matrices that are no
 * recurrent weights. Without a tensor that has a size, none. `inputSize` is 0 where none tells it.
 */
export const guessNetworks = (tensors: NamedTensors, outside: readonly number[]): NetworkGuess[] => {
  const names = [...tensors.keys()];
  const count = (pattern: RegExp): number => names.filter((name) => pattern.test(name)).length;
  const numLayers = countLayers(names);
  const bidirectional = 2 * count(/_reverse$/) >= count(/_l\d+$/);
  const suffixes = Array.from({ length: numLayers }, (_, layer) =>
    (bidirectional ? [false, true] : [false]).map((isReverse) => layerSuffix(layer, isReverse)),
  );
  const cells = numLayers * (bidirectional ? 2 : 1);
  const sizeOf = (name: string, axis: 0 | 1, rank = 2): number | undefined => {
    const shape = tensors.get(`rnn.${name}`)?.shape;
    return shape?.length === rank ? shape[axis] : undefined;
  };
  /** Outputs of a direction of the layer, as what reads them says. */
  const readOf = (layer: number): (number | undefined)[] => {
    const columns = suffixes[layer + 1]?.map((suffix) => sizeOf(`weight_ih${suffix}`, 1)) ?? outside;
    return columns.map((size) => size && size / (bidirectional ? 2 : 1));
  };
  const inputs = (suffixes[0] ?? []).map((suffix) => sizeOf(`weight_ih${suffix}`, 1));
  const inputSize = mostVoted([...inputs, ...outside.filter((size) => inputs.includes(size))]) ?? 0;
  /** Values of a layer's state, as its own tensors and those that read it say. */
  const statesOf = (group: readonly string[], layer: number): (number | undefined)[] => [
    ...group.flatMap((suffix) => [sizeOf(`weight_hh${suffix}`, 1), sizeOf(`h0${suffix}`, 0, 1)]),
    ...readOf(layer),
  ];
  const projectedOf = (group: readonly string[], layer: number): (number | undefined)[] => [
    ...statesOf(group, layer),
    ...group.map((suffix) => sizeOf(`weight_hr${suffix}`, 0)),
  ];

  return kinds.flatMap(({ cell, isProjected }): NetworkGuess[] => {
    const gates = gatesOf({ cell }).length;
    const unitsOf = (group: readonly string[], layer: number): number | undefined =>
      mostVoted([
        ...group.flatMap((suffix) => [
          ...matrixParts.map((part) => (sizeOf(`${part}${suffix}`, 0) ?? 0) / gates),
          ...vectorParts.map((part) => (sizeOf(`${part}${suffix}`, 0, 1) ?? 0) / gates),
          sizeOf(`c0${suffix}`, 0, 1),
          isProjected ? sizeOf(`weight_hr${suffix}`, 1) : undefined,
        ]),
        ...(isProjected ? [] : statesOf(group, layer)),
      ]);
    const layerSizes = suffixes.flatMap((group, layer) => unitsOf(group, layer) ?? []);
    const [hiddenSize] = layerSizes;
    if (hiddenSize === undefined || layerSizes.length < numLayers) return [];
    const projSize = isProjected ? (mostVoted(suffixes.flatMap(projectedOf)) ?? 0) : 0;
    if (isProjected && (projSize === 0 || projSize >= Math.min(...layerSizes))) return [];
    const learned = Math.max(...specOf({ cell }).states.map((state) => count(new RegExp(`^rnn\\.${state}0_l`))));
    const model = {
      ...{ cell, hiddenSize, numLayers, layerSizes, projSize, bidirectional },
      bias: count(/^rnn\.bias_[ih]h_l/) >= cells,
      layerNorm: count(/^rnn\.norm_[ih]h_l/) >= cells,
      initialState: 2 * learned >= cells ? 'learned' : 'zeros',
    } as const;
    return [{ model, layerSizes, inputSize }];
  });
};

/**
 * The cells that PyTorch has, the fewest gates first: of others nobody but ourselves has files, which say what they are
 * of. Those that can project come once more, with a projection.
 */
const kinds = [...cellSpecs]
  .filter(({ pytorch }) => typeof pytorch !== 'string')
  .sort((a, b) => gatesOf({ cell: a.name }).length - gatesOf({ cell: b.name }).length)
  .flatMap(({ name: cell, reads }) =>
    (reads.includes('projSize') ? [false, true] : [false]).map((isProjected) => ({ cell, isProjected })),
  );

/** With a row for every unit of every gate. */
const matrixParts = ['weight_ih', 'weight_hh'];
const vectorParts = ['bias_ih', 'bias_hh', 'norm_ih', 'norm_hh'];

/** Names and shapes of its recurrent weights. */
export const shapesOf = ({ model, inputSize }: NetworkGuess): ReadonlyMap<string, readonly number[]> => {
  const input = { kind: 'vectors', size: inputSize, block: inputSize, directions: 1 } as const;
  const parameters = recur.parameters(recurOf(model), { ...input, isEveryStep: true, keepsLast: false });
  return new Map(parameters.map(({ name, shape }) => [name, shape]));
};

/** Up to the last that has at least half of the tensors of a whole one. */
const countLayers = (names: readonly string[]): number => {
  const counts: number[] = [];
  for (const name of names) {
    const layer = layerOf(name);
    if (layer !== undefined) counts[layer] = (counts[layer] ?? 0) + 1;
  }
  const all = Array.from(counts, (count: number | undefined) => count ?? 0);
  return 1 + all.findLastIndex((count) => 2 * count >= Math.max(1, ...all));
};

/** Of `rnn.bias_hh_l1_reverse` 1. */
export const layerOf = (name: string): number | undefined => {
  const digits = /_l(\d+)(?:_reverse)?$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
};

/** The first of those that are named most often. */
const mostVoted = (votes: readonly (number | undefined)[]): number | undefined => {
  const valid = votes.filter((vote) => vote !== undefined && vote > 0 && Number.isInteger(vote));
  const countOf = (size: number | undefined): number => valid.filter((other) => other === size).length;
  return valid.reduce((most, size) => (countOf(size) > countOf(most) ? size : most), valid[0]);
};
