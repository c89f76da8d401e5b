import { InputError } from '../errors.ts';
import type { PredictTextParams, TextPrediction } from '../protocol.ts';
import { taskOf } from '../tasks/findTask.ts';
import { tasks } from '../tasks/registry.ts';
import { describePrecision } from './describePrecision.ts';
import type { LoadedModels } from './loadedModels.ts';

/** Predicts a text that stands in no file, with a model that reads texts. */
export const predictText = (
  models: LoadedModels,
  { model, text, precision }: PredictTextParams,
): Promise<TextPrediction> =>
  models.use(
    model,
    async (loaded) => {
      const { config } = loaded.model;
      const task = taskOf(config, { file: loaded.file });
      if (!task.predictText) {
        const able = tasks.flatMap((each) => (each.predictText ? [each.name] : [])).join(' or ');
        throw new InputError(`is a ${config.task} model; single texts are predicted by a ${able}`, {
          file: loaded.file,
        });
      }
      const prediction = await task.predictText(loaded, text);
      const notes = describePrecision(loaded.session, precision);
      return { ...prediction, ...(notes.length > 0 && { notes }) };
    },
    precision,
  );
