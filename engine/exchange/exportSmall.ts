import { InputError } from '../errors.ts';
import type { ExportResult, NarrowType } from '../protocol.ts';
import type { OutputFile } from '../runs/outputFile.ts';
import { narrowModel } from '../runs/narrow/narrowModel.ts';
import type { Model } from '../tasks/model.ts';
import { networkOfModel } from '../tasks/networkOfModel.ts';
import { describeNarrowPyTorch } from './describeModule.ts';
import { blockObstacles, pytorchObstacles } from './networkForm.ts';

/** Keras loads what `save_weights` has written, which is in the type of its layers. */
export const refuseNarrowKeras = (type: NarrowType): never => {
  throw new InputError(
    `a .weights.h5 of Keras holds float32, not ${type}; leave the type out, or write a .safetensors file of ${type}`,
  );
};

/** Writes a model as a small one of ours. The code for PyTorch comes with it where that has such a network. */
export const exportSmall = async (
  model: Model,
  type: NarrowType,
  { file, out, output }: { readonly file: string; readonly out: string; readonly output: OutputFile },
): Promise<ExportResult> => {
  const { pieces, ...small } = narrowModel(model, type, file);
  await output.write(pieces);
  const obstacles = [...pytorchObstacles(model.config.model), ...blockObstacles(networkOfModel(model), 'PyTorch')];
  return { ...(obstacles.length === 0 && { code: describeNarrowPyTorch(model, out, type) }), small };
};
