import type { Tensor } from '../compute/tensor.ts';
import { InputError } from '../errors.ts';
import { type CellForm, type NamedTensors, cellOfGates, formatShape, putCell } from './cellWeights.ts';
import { type Hdf5Dataset, type Hdf5Reading, readHdf5 } from './hdf5.ts';
import { type KerasCell, fromKeras } from './kerasCell.ts';
import { transpose } from './tensorLayout.ts';

/** A recurrent layer of a Keras file. */
interface KerasLayer {
  readonly name: string;
  readonly forward: KerasCell;
  readonly backward?: KerasCell;
}

export interface KerasWeights {
  /** Under the names of our network. */
  readonly tensors: NamedTensors;
  readonly gruReset: CellForm['gruReset'];
  readonly conversions: readonly string[];
}

type Fail = (problem: string) => InputError;

/** The weights of a file written by Keras 3, by `model.save_weights('x.weights.h5')`. */
export const readKeras = async (
  file: string,
  bytes: Uint8Array,
  wantedReset: CellForm['gruReset'] | undefined,
): Promise<KerasWeights> => takeKerasLayers(await readHdf5(file, bytes, 'layers'), file, wantedReset);

/**
 * Takes SimpleRNN, LSTM or GRU layers, each Bidirectional or none, at most one Embedding before and one Dense after
 * them. The file does not tell in which order layers of different kinds follow one another, nor activations or merge
 * modes: what is ambiguous is refused.
 */
export const takeKerasLayers = (
  { root, datasets }: Hdf5Reading,
  file: string,
  wantedReset: CellForm['gruReset'] | undefined,
): KerasWeights => {
  const fail: Fail = (problem) => new InputError(problem, { file });
  if (!root.includes('layers')) {
    throw fail(
      `holds no group 'layers' (it has ${root.join(', ') || 'nothing'}); write it with Keras 3, by ` +
        "model.save_weights('name.weights.h5')",
    );
  }
  const used = datasets.filter(({ path }) => !path.includes('seed_generator/'));
  const layers = findRecurrent(used, fail);
  const form = { cell: cellOf(layers, fail), gruReset: resetOf(layers, wantedReset, fail) };
  const tensors = new Map<string, Tensor>();
  layers.forEach(({ forward, backward }, layer) => {
    putCell(tensors, layer, false, fromKeras(forward, form));
    if (backward) putCell(tensors, layer, true, fromKeras(backward, form));
  });
  const { embedding, dense } = findOthers(used, fail);
  if (embedding) tensors.set('embedding.weight', embedding);
  checkMerge(layers, dense?.kernel, fail);
  if (dense) {
    const outputs = dense.kernel.shape[1] ?? 0;
    tensors.set('head.weight', transpose(dense.kernel));
    tensors.set('head.bias', dense.bias ?? { shape: [outputs], values: new Float32Array(outputs) });
  }
  return { tensors, gruReset: form.gruReset, conversions: describeTypes(used, file) };
};

/** `lstm/cell/vars/2`, `bidirectional_1/backward_layer/cell/vars/0` */
const recurrentPath = /^([^/]+)\/(?:(forward|backward)_layer\/)?cell\/vars\/(\d+)$/;

const findRecurrent = (datasets: readonly Hdf5Dataset[], fail: Fail): KerasLayer[] => {
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
      const cell = (direction: string): KerasCell => toCell(`${name} (${direction})`, directions.get(direction), fail);
      if (directions.has('only')) return { name, forward: toCell(name, directions.get('only'), fail) };
      return { name, forward: cell('forward'), backward: cell('backward') };
    });
};

const toCell = (name: string, [kernel, recurrentKernel, bias]: readonly Tensor[] = [], fail: Fail): KerasCell => {
  if (kernel?.shape.length !== 2 || recurrentKernel?.shape.length !== 2) {
    throw fail(`layer ${name} has no kernel and recurrent_kernel of two dimensions`);
  }
  const columns = recurrentKernel.shape[1] ?? 0;
  if (kernel.shape[1] !== columns || (bias && bias.shape.at(-1) !== columns)) {
    throw fail(
      `layer ${name} has a kernel ${formatShape(kernel)}, a recurrent_kernel ${formatShape(recurrentKernel)}` +
        `${bias ? ` and a bias ${formatShape(bias)}` : ''}; their last dimensions should be the same`,
    );
  }
  return { kernel, recurrentKernel, ...(bias && { bias }) };
};

const kindOf = (layer: string): string => layer.replace(/_\d+$/, '');
const numberOf = (layer: string): number => Number(/_(\d+)$/.exec(layer)?.[1] ?? 0);

const cellOf = (layers: readonly KerasLayer[], fail: Fail) => {
  const found = layers.flatMap(({ name, forward, backward }) =>
    [forward, ...(backward ? [backward] : [])].map(({ recurrentKernel }) => {
      const [units = 0, columns = 0] = recurrentKernel.shape;
      const cell = cellOfGates(columns / units);
      if (!cell) {
        throw fail(`layer ${name} has a recurrent_kernel ${formatShape(recurrentKernel)} of no SimpleRNN, LSTM or GRU`);
      }
      return cell;
    }),
  );
  const [cell = 'lstm', ...more] = new Set(found);
  if (more.length > 0) throw fail(`mixes ${[cell, ...more].join(' and ')} layers; a network here has one kind`);
  if (found.length !== layers.length && found.length !== 2 * layers.length) {
    throw fail('has layers of one and of both directions; a network here has one or the other');
  }
  return cell;
};

/** A bias of two rows is that of reset_after. */
const resetOf = (
  layers: readonly KerasLayer[],
  wanted: CellForm['gruReset'] | undefined,
  fail: Fail,
): CellForm['gruReset'] => {
  const isGru = layers.some(
    ({ forward: { recurrentKernel: kernel } }) => kernel.shape[1] === 3 * (kernel.shape[0] ?? 0),
  );
  if (!isGru) return 'after';
  const biases = layers.flatMap(({ forward, backward }) => [forward.bias, ...(backward ? [backward.bias] : [])]);
  const ranks = new Set(biases.map((bias) => bias?.shape.length));
  if (ranks.size > 1) throw fail('mixes gru layers of several kinds; a network here has one kind');
  const [rank] = ranks;
  if (rank !== undefined) return rank === 2 ? 'after' : 'before';
  if (wanted) return wanted;
  throw fail(
    'has a gru without bias, of which the weights do not tell where its reset gate acts; set model.gruReset to after ' +
      "(Keras's default) or before",
  );
};

interface Others {
  readonly embedding?: Tensor;
  readonly dense?: { readonly kernel: Tensor; readonly bias: Tensor | undefined };
}

const findOthers = (datasets: readonly Hdf5Dataset[], fail: Fail): Others => {
  const layers = new Map<string, Tensor[]>();
  for (const dataset of datasets) {
    if (recurrentPath.test(dataset.path)) continue;
    const [, layer, index] = /^([^/]+)\/vars\/(\d)$/.exec(dataset.path) ?? [];
    if (layer === undefined || !/^(dense|embedding)(_\d+)?$/.test(layer)) {
      throw fail(`layers/${dataset.path} has no place in a network here: an Embedding, recurrent layers and a Dense`);
    }
    const variables = layers.get(layer) ?? [];
    variables[Number(index)] = tensorOf(dataset, fail);
    layers.set(layer, variables);
  }
  const find = (kind: string): readonly Tensor[] | undefined => {
    const names = [...layers.keys()].filter((name) => kindOf(name) === kind);
    if (names.length > 1) throw fail(`has ${names.join(', ')}; a network here has one ${kind} layer`);
    return layers.get(names[0] ?? '');
  };
  const [embedding] = find('embedding') ?? [];
  const [kernel, bias] = find('dense') ?? [];
  if (kernel && (kernel.shape.length !== 2 || (bias && bias.shape.join() !== String(kernel.shape[1])))) {
    throw fail(`its dense layer has a kernel ${formatShape(kernel)}${bias ? ` and a bias ${formatShape(bias)}` : ''}`);
  }
  return { ...(embedding && { embedding }), ...(kernel && { dense: { kernel, bias } }) };
};

/** After a merge by sum, mul or ave as many values come out as there are units, after concat twice as many. */
const checkMerge = (layers: readonly KerasLayer[], dense: Tensor | undefined, fail: Fail): void => {
  layers.forEach(({ name, forward, backward }, index) => {
    const next = layers[index + 1]?.forward.kernel ?? dense;
    const units = forward.recurrentKernel.shape[0];
    if (backward && next?.shape[0] === units) {
      throw fail(
        `layer ${name} hands on ${units ?? 0} values of its 2 × ${units ?? 0}: merge_mode sum, mul or ave; ` +
          'a network here knows concat alone',
      );
    }
  });
};

const tensorOf = ({ path, tensor, type }: Hdf5Dataset, fail: Fail): Tensor => {
  if (!tensor) throw fail(`layers/${path} holds no floats but ${type}`);
  return tensor;
};

const describeTypes = (datasets: readonly Hdf5Dataset[], file: string): string[] => {
  const types = new Set(datasets.map(({ type }) => type).filter((type) => type !== '32-bit floats'));
  return [...types].map((type) => `${type} of ${file} were converted to 32 bits.`);
};
