import { InputError } from '../errors.ts';
import type { ExportParams, ExportResult } from '../protocol.ts';
import { keptOfModel } from '../runs/keptOfModel.ts';
import { findModelFile } from '../runs/findModelFile.ts';
import { readModel } from '../runs/modelFile.ts';
import { networkOfModel } from '../tasks/networkOfModel.ts';
import { OutputFile } from '../runs/outputFile.ts';
import { encodeSafetensors } from '../runs/safetensors.ts';
import type { NamedTensors } from './cellWeights.ts';
import { describeKeras, describePyTorch } from './describeModule.ts';
import { exportSmall, refuseNarrowKeras } from './exportSmall.ts';
import { encodeHdf5 } from './hdf5.ts';
import { blockObstacles, kerasObstacles, pytorchObstacles } from './networkForm.ts';
import { layOutKeras } from './writeKeras.ts';

/**
 * Writes a model's weights for another program, or with a `dtype` a small model. Throws an `InputError` for a network that
 * the program cannot hold exactly, and for weights that the type cannot.
 */
export const exportModel = async ({ model: path, out, format, dtype }: ExportParams): Promise<ExportResult> => {
  const isKeras = (format ?? (/\.(h5|hdf5)$/.test(out) ? 'keras' : 'safetensors')) === 'keras';
  if (isKeras && dtype !== undefined) refuseNarrowKeras(dtype);
  const file = await findModelFile(path);
  const model = await readModel(file);
  if (model.networks !== undefined) {
    const way = 'export the first of them alone, which is measured.safetensors in the folder of its run';
    throw new InputError(`is an ensemble of ${model.networks} networks, which no file of weights holds; ${way}`, {
      file,
    });
  }
  const output = await OutputFile.choose(out, keptOfModel(path, file, model));
  if (dtype !== undefined) return exportSmall(model, dtype, { file, out, output });
  const { config, parameters } = model;
  const ofCells = isKeras ? kerasObstacles(config.model) : pytorchObstacles(config.model);
  const obstacles = [...ofCells, ...blockObstacles(networkOfModel(model), isKeras ? 'Keras' : 'PyTorch')];
  if (obstacles.length > 0) {
    const other = isKeras ? 'Keras' : 'PyTorch';
    throw new InputError(`cannot become weights of ${other} exactly: ${obstacles.join('; ')}`, { file });
  }
  if (isKeras && !out.endsWith('.weights.h5')) {
    throw new InputError('Keras loads weights only from files that end in .weights.h5; name it so', { file: out });
  }
  const pieces = isKeras
    ? [await encodeHdf5(layOutKeras(parameters, config.model))]
    : encodeSafetensors({ tensors: stateDictOf(parameters), metadata: { format: 'pt' } });
  await output.write(pieces);
  return { code: isKeras ? describeKeras(model, out) : describePyTorch(model, out) };
};

/** A weight that two modules share stands in a `state_dict` by both of its names. */
const stateDictOf = (parameters: NamedTensors): NamedTensors => {
  const shared = parameters.get('embedding.weight');
  if (parameters.has('head.weight') || !shared) return parameters;
  return new Map([...parameters, ['head.weight', shared]]);
};
