import { encodeFile } from '../tasks/prepareData.ts';
import { InputError } from '../errors.ts';
import type { ClassPrediction, ForecastPrediction, PredictParams } from '../protocol.ts';
import { keptOfModel } from '../runs/keptOfModel.ts';
import { OutputFile } from '../runs/outputFile.ts';
import type { LoadedModel, LoadedModels } from './loadedModels.ts';
import { predictClasses } from '../tasks/classification/predictClasses.ts';
import { predictForecast } from '../tasks/forecast/predictForecast.ts';

/** Predicts what is missing in a file and what comes after it, or the classes of its rows. */
export const predictFile = (
  models: LoadedModels,
  params: PredictParams,
): Promise<ForecastPrediction | ClassPrediction> =>
  models.use(params.model, async (loaded) => {
    const { config, codec } = loaded.model;
    if (codec.kind === 'text') {
      throw new InputError('is a language model; use generate to write on from a text', { file: loaded.file });
    }
    const output = await chooseOutput(loaded, params);
    const { source, rows } = await encodeFile(config, codec, params.file);
    if (!rows || source.kind === 'symbols') {
      throw new InputError('is not a table; this model predicts rows of a table', { file: params.file });
    }
    if (source.kind === 'windows' && codec.kind === 'forecast') {
      return predictForecast(loaded, codec, source, rows, params, output);
    }
    if (source.kind === 'rows' && codec.kind === 'classes' && config.task === 'sequence-classification') {
      return predictClasses(loaded, codec, source, rows, config.data.label, output);
    }
    throw new InputError(`is damaged: it has a ${codec.kind} codec for ${source.kind}`, { file: loaded.file });
  });

const chooseOutput = async ({ file, model }: LoadedModel, params: PredictParams): Promise<OutputFile | undefined> => {
  if (params.out === undefined) return undefined;
  return OutputFile.choose(params.out, [
    { path: params.file, what: 'the data to predict' },
    ...keptOfModel(params.model, file, model),
  ]);
};
