import type { Tensor } from '../compute/tensor.ts';
import type { Cell } from '../config.ts';
import { cellSpecs, gatesOf } from '../network/cells/findCell.ts';
import type { InputError } from '../errors.ts';
import { type CellForm, formatShape } from './cellWeights.ts';
import type { Hdf5Dataset } from './hdf5.ts';
import type { KerasCell } from './kerasCell.ts';

/** A recurrent layer of a Keras file. */
export interface KerasLayer {
  readonly name: string;
  /** One, or forward and backward; `group` is the one of the file that holds its `vars`. */
  readonly directions: readonly (KerasCell & { readonly group: string })[];
}

export type Fail = (problem: string) => InputError;

/** `lstm/cell/vars/2`, `bidirectional_1/backward_layer/cell/vars/0` */
export const recurrentPath = /^([^/]+)\/(?:(forward|backward)_layer\/)?cell\/vars\/(\d+)$/;

/** In the order of their numbers. */
export const findRecurrent = (datasets: readonly Hdf5Dataset[], fail: Fail): KerasLayer[] => {
  const cells = new Map<string, Map<string, Tensor[]>>();
  for (const dataset of datasets) {
    const [, layer, direction = 'only', index] = recurrentPath.exec(dataset.path) ?? [];
    if (layer === undefined) continue;
    const directions = cells.get(layer) ?? new Map<string, Tensor[]>();
    const variables = directions.get(direction) ?? [];
    if (Number(index) > 2) throw fail(`layers/${dataset.path} is no variable of a SimpleRNN, LSTM or GRU cell`);
    variables[Number(index)] = tensorOf(dataset, fail);
    cells.set(layer, directions.set(direction, variables));
  }
  if (cells.size === 0) throw fail('holds no SimpleRNN, LSTM or GRU layer');
  const kinds = new Set([...cells.keys()].map(kindOf));
  if (kinds.size > 1) {
    throw fail(`has recurrent layers of several kinds, ${[...cells.keys()].join(', ')}; a network here has one kind`);
  }
  return [...cells]
    .sort(([a], [b]) => numberOf(a) - numberOf(b))
    .map(([name, directions]) => {
      const cell = (direction: string, folder: string) => {
        const group = `layers/${name}/${folder}cell`;
        return { group, ...toCell(group, directions.get(direction), kindOf(name), fail) };
      };
      if (directions.has('only')) return { name, directions: [cell('only', '')] };
      return { name, directions: [cell('forward', 'forward_layer/'), cell('backward', 'backward_layer/')] };
    });
};

const toCell = (
  group: string,
  [kernel, recurrentKernel, bias]: readonly (Tensor | undefined)[] = [],
  kind: string,
  fail: Fail,
): KerasCell => {
  if (!kernel || !recurrentKernel) {
    const [name, what] = kernel ? ['vars/1', 'recurrent kernel'] : ['vars/0', 'kernel'];
    throw fail(`has no tensor ${group}/${name}, the ${what} of its cell`);
  }
  const expectShape = (index: number, tensor: Tensor, shape: readonly (number | undefined)[], why: string): void => {
    if (tensor.shape.join() === shape.join()) return;
    throw fail(`tensor ${group}/vars/${index} is ${formatShape(tensor)} and should be (${shape.join(', ')}), ${why}`);
  };
  [kernel, recurrentKernel].forEach((tensor, index) => {
    if (tensor.shape.length === 2) return;
    throw fail(`tensor ${group}/vars/${index} is ${formatShape(tensor)} and should have two dimensions`);
  });
  const cell = kerasCells.find(({ group }) => group === kind)?.cell;
  const gates = cell && gatesOf({ cell }).length;
  const present = [kernel, recurrentKernel, ...(bias ? [bias] : [])];
  const ends = present.map(({ shape }) => shape.at(-1) ?? 0);
  if (gates) ends.push(gates * (recurrentKernel.shape[0] ?? 0));
  const columns = ends.find((size, index) => ends.indexOf(size) !== index);
  if (columns === undefined || (gates && columns % gates > 0)) {
    const shapes = present.map((tensor, index) => `${group}/vars/${index} ${formatShape(tensor)}`).join(', ');
    throw fail(
      `has tensors ${shapes}; their last dimensions should be the same, ${gates ? `${gates} times its units` : 'a multiple of its units'}`,
    );
  }
  const because = `for the ${columns} columns of the others of its cell`;
  expectShape(0, kernel, [kernel.shape[0], columns], because);
  const units = gates ? columns / gates : recurrentKernel.shape[0];
  const why = gates ? `for ${units ?? 0} units of ${gates} ${gates === 1 ? 'gate' : 'gates'}` : because;
  expectShape(1, recurrentKernel, [units, columns], why);
  const hasTwo = bias?.shape.length === 2 && columns === gruGates * (units ?? 0);
  if (bias) expectShape(2, bias, hasTwo ? [2, columns] : [columns], because);
  return { kernel, recurrentKernel, ...(bias && { bias }) };
};

/** Our cells by the name of their layers; a Bidirectional layer may hold any. */
const kerasCells = cellSpecs.flatMap(({ name, keras }) =>
  typeof keras === 'string' ? [] : [{ cell: name, group: keras.group }],
);

export const kindOf = (layer: string): string => layer.replace(/_\d+$/, '');
const numberOf = (layer: string): number => Number(/_(\d+)$/.exec(layer)?.[1] ?? 0);

export const cellOf = (layers: readonly KerasLayer[], fail: Fail): Cell => {
  const found = layers.flatMap(({ directions }) =>
    directions.map(({ group, recurrentKernel }) => {
      const [units = 0, columns = 0] = recurrentKernel.shape;
      // Of a Bidirectional layer the file says no more of its cell than this shape.
      const cell = kerasCells.find((known) => gatesOf(known).length === columns / units)?.cell;
      const shown = `${group}/vars/1 ${formatShape(recurrentKernel)}`;
      if (!cell) throw fail(`tensor ${shown} is the recurrent kernel of no SimpleRNN, LSTM or GRU`);
      return { cell, shown };
    }),
  );
  const firsts = found.filter(({ cell }, index) => found.findIndex((other) => other.cell === cell) === index);
  if (firsts.length > 1) {
    const tensors = firsts.map(({ shown }) => shown).join(', ');
    throw fail(
      `mixes ${firsts.map(({ cell }) => cell).join(' and ')} layers (${tensors}); a network here has one kind`,
    );
  }
  if (found.length !== layers.length && found.length !== 2 * layers.length) {
    throw fail('has layers of one and of both directions; a network here has one or the other');
  }
  return firsts[0]?.cell ?? 'lstm';
};

/** Only cells of so many gates may have two biases in Keras. */
const gruGates = gatesOf({ cell: 'gru' }).length;

/** A bias of two rows is that of reset_after. */
export const resetOf = (
  layers: readonly KerasLayer[],
  wanted: CellForm['gruReset'] | undefined,
  fail: Fail,
): CellForm['gruReset'] => {
  const cells = layers.flatMap(({ directions }) => directions);
  if (!cells.some(({ recurrentKernel: { shape } }) => shape[1] === gruGates * (shape[0] ?? 0))) return 'after';
  const biases = cells.flatMap(({ group, bias }) => (bias ? [{ group, bias }] : []));
  const ranks = new Set(biases.map(({ bias }) => bias.shape.length));
  if (ranks.size > 1) {
    const shapes = biases.map(({ group, bias }) => `${group}/vars/2 ${formatShape(bias)}`).join(', ');
    throw fail(`mixes gru layers of several kinds, with the biases ${shapes}; a network here has one kind`);
  }
  const [rank] = ranks;
  if (rank !== undefined) return rank === 2 ? 'after' : 'before';
  if (wanted) return wanted;
  throw fail(
    'has a gru without bias, of which the weights do not tell where its reset gate acts; set model.gruReset to after ' +
      "(Keras's default) or before",
  );
};

export const tensorOf = ({ path, tensor, type }: Hdf5Dataset, fail: Fail): Tensor => {
  if (!tensor) throw fail(`layers/${path} holds no floats but ${type}`);
  return tensor;
};
