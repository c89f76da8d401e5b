import type { Tensor } from '../compute/tensor.ts';
import { InputError } from '../errors.ts';
import { describeTooLarge } from '../runs/tooLarge.ts';
import { type CellForm, type NamedTensors, formatShape, layerSuffix, putCell } from './cellWeights.ts';
import { checkFinite } from '../runs/checkFinite.ts';
import { type FileTensor, type InFile, transposed } from './fileTensor.ts';
import { type Hdf5Dataset, type Hdf5Reading, readHdf5 } from './hdf5.ts';
import { fromKeras } from './kerasCell.ts';
import {
  type Fail,
  type KerasLayer,
  cellOf,
  findRecurrent,
  kindOf,
  recurrentPath,
  resetOf,
  tensorOf,
} from './kerasLayers.ts';
import { transpose } from './tensorLayout.ts';

export interface KerasWeights {
  /** Under the names of our network. */
  readonly tensors: NamedTensors;
  readonly inFile: InFile;
  readonly gruReset: CellForm['gruReset'];
  readonly conversions: readonly string[];
}

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
  checkValues(used, file, fail);
  const layers = findRecurrent(used, fail);
  const form = { cell: cellOf(layers, fail), gruReset: resetOf(layers, wantedReset, fail) };
  const tensors = new Map<string, Tensor>();
  const fileTensors = new Map<string, FileTensor>();
  layers.forEach(({ directions }, layer) => {
    directions.forEach(({ group, ...cell }, direction) => {
      const suffix = layerSuffix(layer, direction > 0);
      putCell(tensors, layer, direction > 0, fromKeras(cell, form));
      fileTensors.set(`rnn.weight_ih${suffix}`, { name: `${group}/vars/0`, layOut: transposed });
      fileTensors.set(`rnn.weight_hh${suffix}`, { name: `${group}/vars/1`, layOut: transposed });
      for (const part of ['ih', 'hh']) fileTensors.set(`rnn.bias_${part}${suffix}`, { name: `${group}/vars/2` });
    });
  });
  const { embedding, dense, names } = findOthers(used, fail);
  fileTensors.set('embedding.weight', { name: `${names.embedding}/vars/0` });
  fileTensors.set('head.weight', { name: `${names.dense}/vars/0`, layOut: transposed });
  if (embedding) tensors.set('embedding.weight', embedding);
  checkMerge(layers, dense?.kernel, fail);
  if (dense) {
    const outputs = dense.kernel.shape[1] ?? 0;
    tensors.set('head.weight', transpose(dense.kernel));
    tensors.set('head.bias', dense.bias ?? { shape: [outputs], values: new Float32Array(outputs) });
  }
  const inFile: InFile = (name) => fileTensors.get(name) ?? { name };
  return { tensors, inFile, gruReset: form.gruReset, conversions: describeTypes(used, file) };
};

interface Others {
  readonly embedding?: Tensor;
  readonly dense?: { readonly kernel: Tensor; readonly bias: Tensor | undefined };
  /** Groups of the file. */
  readonly names: { readonly embedding: string; readonly dense: string };
}

const findOthers = (datasets: readonly Hdf5Dataset[], fail: Fail): Others => {
  const layers = new Map<string, Tensor[]>();
  for (const dataset of datasets) {
    if (recurrentPath.test(dataset.path)) continue;
    const [, layer, kind, index] = /^((dense|embedding)(?:_\d+)?)\/vars\/(\d+)$/.exec(dataset.path) ?? [];
    if (layer === undefined || Number(index) > (kind === 'dense' ? 1 : 0)) {
      throw fail(`layers/${dataset.path} has no place in a network here: an Embedding, recurrent layers and a Dense`);
    }
    const variables = layers.get(layer) ?? [];
    variables[Number(index)] = tensorOf(dataset, fail);
    layers.set(layer, variables);
  }
  const find = (kind: string): [name: string, variables: readonly (Tensor | undefined)[]] => {
    const names = [...layers.keys()].filter((name) => kindOf(name) === kind);
    if (names.length > 1) throw fail(`has ${names.join(', ')}; a network here has one ${kind} layer`);
    const [name = kind] = names;
    return [`layers/${name}`, layers.get(name) ?? []];
  };
  const [embeddingName, [embedding]] = find('embedding');
  const [denseName, [kernel, bias]] = find('dense');
  const names = { embedding: embeddingName, dense: denseName };
  if (bias && !kernel) throw fail(`has no tensor ${denseName}/vars/0, which ${denseName}/vars/1 calls for`);
  if (kernel && kernel.shape.length !== 2) {
    throw fail(`tensor ${denseName}/vars/0 is ${formatShape(kernel)} and should have two dimensions`);
  }
  const outputs = kernel?.shape[1] ?? 0;
  if (bias && bias.shape.join() !== String(outputs)) {
    const why = `for the ${outputs} outputs of ${denseName}/vars/0 ${formatShape(kernel ?? bias)}`;
    throw fail(`tensor ${denseName}/vars/1 is ${formatShape(bias)} and should be (${outputs}), ${why}`);
  }
  return { ...(embedding && { embedding }), ...(kernel && { dense: { kernel, bias } }), names };
};

/** After a merge by sum, mul or ave as many values come out as there are units, after concat twice as many. */
const checkMerge = (layers: readonly KerasLayer[], dense: Tensor | undefined, fail: Fail): void => {
  layers.forEach(({ name, directions: [forward, backward] }, index) => {
    const next = layers[index + 1]?.directions[0]?.kernel ?? dense;
    const units = forward?.recurrentKernel.shape[0];
    if (backward && next?.shape[0] === units) {
      throw fail(
        `layer ${name} hands on ${units ?? 0} values of its 2 × ${units ?? 0}: merge_mode sum, mul or ave; ` +
          'a network here knows concat alone',
      );
    }
  });
};

/** With the names and indices that the file has. */
const checkValues = (datasets: readonly Hdf5Dataset[], file: string, fail: Fail): void => {
  for (const { path, tensor, tooLarge } of datasets) {
    if (!tensor) continue;
    if (tooLarge) throw fail(describeTooLarge(`layers/${path}`, tensor.shape, tooLarge));
    checkFinite(new Map([[`layers/${path}`, tensor]]), file);
  }
};

const describeTypes = (datasets: readonly Hdf5Dataset[], file: string): string[] => {
  const types = new Set(datasets.map(({ type }) => type).filter((type) => type !== '32-bit floats'));
  return [...types].map((type) => `${type} of ${file} were converted to 32 bits.`);
};
