import { open } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { InputError } from '../errors.ts';
import { modelInfoOf, weightsOf } from '../runs/modelFile.ts';
import type { ModelInfo } from '../tasks/model.ts';
import { readSafetensors } from '../runs/safetensors.ts';
import type { CellForm, NamedTensors } from './cellWeights.ts';
import { checkFinite } from '../runs/checkFinite.ts';
import type { InFile } from './fileTensor.ts';
import { inferNetwork } from './inferNetwork.ts';
import { matchStateDict } from './matchStateDict.ts';
import { modelFields, ownFields } from './modelFields.ts';
import { readKeras } from './readKeras.ts';
import { renameTensorflow } from './renameTensorflow.ts';

/** Weights to begin from, of any source. */
export interface ImportedWeights {
  readonly file: string;
  /** Under the names of our network. */
  readonly tensors: NamedTensors;
  /** What they say of the network they belong to. */
  readonly model: NonNullable<Config['model']>;
  /** What was taken for what and what was converted, one sentence each. */
  readonly notes: readonly string[];
  /** Of weights that have other names in the file. */
  readonly inFile?: InFile;
  /** Of a model of ours. */
  readonly info?: ModelInfo;
}

/** What files begin with, and where people have weights that cannot be read, the way to those that can. */
const beginnings: readonly { readonly bytes: readonly number[]; readonly kind: 'hdf5' | 'refused'; way?: string }[] = [
  { bytes: [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a], kind: 'hdf5' },
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    kind: 'refused',
    way:
      'is a zip archive, as .keras and .pt files are; save the weights alone: in Keras model.save_weights' +
      "('name.weights.h5'), in PyTorch safetensors.torch.save_file(model.state_dict(), 'name.safetensors')",
  },
  {
    bytes: [0x80, 0x02],
    kind: 'refused',
    way:
      'is a Python pickle, which can run any program; in PyTorch save the weights by ' +
      "safetensors.torch.save_file(model.state_dict(), 'name.safetensors')",
  },
];

/**
 * Reads a model of ours, a PyTorch `state_dict` or the variables of TensorFlow 1 in safetensors, or the `.weights.h5` of a Keras model.
 * `gruReset` tells what a Keras file may leave open. Throws an `InputError` for what cannot be taken over exactly.
 */
export const readWeights = async (file: string, gruReset?: CellForm['gruReset']): Promise<ImportedWeights> => {
  const start = await readStart(file);
  const found = beginnings.find(({ bytes }) => bytes.every((byte, i) => start[i] === byte));
  if (found?.way !== undefined) throw new InputError(found.way, { file });
  return found ? importKeras(file, gruReset) : importSafetensors(file);
};

const importSafetensors = async (file: string): Promise<ImportedWeights> => {
  const content = await readSafetensors(file);
  const source = weightsOf(content);
  checkFinite(source, file);
  const info = modelInfoOf(content, file);
  if (info) {
    const { networks } = info;
    const ofFirst = networks === undefined ? [] : [`The weights are those of the first of ${networks} networks.`];
    const notes = [...content.conversions, ...ofFirst];
    return { file, tensors: source, model: ownFields(info.config.model), notes, info };
  }
  const renamed = renameTensorflow(source, file);
  const { tensors, notes, inFile } = matchStateDict(renamed?.tensors ?? source, file, renamed?.inFile);
  const model = modelFields(
    inferNetwork(tensors, file),
    renamed?.spec.isChosen?.({ cell: renamed.spec.name, gruReset: 'before' }) ? 'before' : 'after',
  );
  return { file, tensors, model, inFile, notes: [...notes, ...(renamed?.notes ?? []), ...content.conversions] };
};

const importKeras = async (file: string, wanted: CellForm['gruReset'] | undefined): Promise<ImportedWeights> => {
  const { tensors, gruReset, conversions, inFile } = await readKeras(file, await readAll(file), wanted);
  const model = modelFields(inferNetwork(tensors, file, { inFile }), gruReset);
  return { file, tensors, model, inFile, notes: conversions };
};

const readAll = async (file: string): Promise<Uint8Array> => {
  const handle = await open(file, 'r');
  try {
    return await handle.readFile();
  } finally {
    await handle.close();
  }
};

const readStart = async (file: string): Promise<Uint8Array> => {
  let handle;
  try {
    handle = await open(file, 'r');
    const { buffer, bytesRead } = await handle.read(new Uint8Array(8), 0, 8, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new InputError(`cannot be read (${code}); give a .safetensors or .weights.h5 file or a run folder`, { file });
  } finally {
    await handle?.close();
  }
};
