import { InputError } from '../errors.ts';
import type { PredictParams, Prediction } from '../protocol.ts';
import { keptOfModel } from '../runs/keptOfModel.ts';
import { OutputFile } from '../runs/outputFile.ts';
import { taskOf } from '../tasks/findTask.ts';
import type { LoadedModel } from '../tasks/loadedModel.ts';
import { addPlaces } from './addPlaces.ts';
import { OpenedFiles } from '../tasks/openedFiles.ts';
import { describePrecision } from './describePrecision.ts';
import { encodeFile, tellEncoded } from './encodeFile.ts';
import type { LoadedModels } from './loadedModels.ts';
import { writePredictions } from './writePredictions.ts';

/** Predicts what a file does not say: cells that are empty, rows that come after it, the classes of its rows. */
export const predictFile = (
  models: LoadedModels,
  params: PredictParams,
  files = new OpenedFiles(),
): Promise<Prediction> => models.use(params.model, (loaded) => predictBy(loaded, params, files), params.precision);

const predictBy = async (loaded: LoadedModel, params: PredictParams, files: OpenedFiles): Promise<Prediction> => {
  const { config } = loaded.model;
  const task = taskOf(config);
  if (!task.predict) {
    const way = task.generate ? '; use generate to write on from a text' : '';
    throw new InputError(`is a ${config.task} model, which predicts no file${way}`, { file: loaded.file });
  }
  if (params.level !== undefined && !task.hasLevels) {
    throw new InputError(`is a ${config.task} model, whose intervals are of one level; leave the level out`, {
      file: loaded.file,
    });
  }
  if (params.paths !== undefined && !task.hasLevels) {
    throw new InputError(`is a ${config.task} model, which forecasts no future; leave the paths out`, {
      file: loaded.file,
    });
  }
  const output = await chooseOutput(loaded, params);
  const encoded = await encodeFile(loaded.model, params.file, files);
  const { prediction: predicted, table } = await task.predict(loaded, encoded, params);
  const { notes = [], ...told } = tellEncoded(encoded);
  const precision = describePrecision(loaded.session, params.precision);
  const all = [...(predicted.notes ?? []), ...notes, ...precision];
  const madeOf = task.describeCalibration?.(loaded.model);
  const prediction = {
    ...predicted,
    ...(madeOf !== undefined && { madeOf }),
    ...told,
    ...(all.length > 0 && { notes: all }),
  };
  const { rows } = encoded;
  const format = rows?.format.hasCells ? rows.format : undefined;
  if (output && table) await writePredictions(output, table, format?.delimiter ?? ',');
  return params.places && format ? addPlaces(prediction, params.file, format) : prediction;
};

const chooseOutput = async ({ file, model }: LoadedModel, params: PredictParams): Promise<OutputFile | undefined> => {
  if (params.out === undefined) return undefined;
  return OutputFile.choose(params.out, [
    { path: params.file, what: 'the data to predict' },
    ...keptOfModel(params.model, file, model),
  ]);
};
