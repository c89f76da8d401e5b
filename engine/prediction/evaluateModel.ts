import { resolve } from 'node:path';
import { encodeFile } from '../tasks/prepareData.ts';
import { InputError } from '../errors.ts';
import type { EvaluateResult, ModelParams } from '../protocol.ts';
import { describeNonsense } from '../runs/checkFinite.ts';
import { evaluateSplit } from '../training/evaluateSplit.ts';
import { type LoadedModels, predictionBatchSize } from './loadedModels.ts';

/** Loss and metrics of a model on the whole of a file, beside the baselines on the same examples. */
export const evaluateModel = (models: LoadedModels, params: ModelParams): Promise<EvaluateResult> =>
  models.use(params.model, async ({ file, model, session, shape, steps }) => {
    const { source, examples, baselines, scorer } = await encodeFile(model.config, model.codec, params.file);
    const isTooShort = source.kind === 'symbols' && (examples[1] ?? 0) - (examples[0] ?? 0) <= steps;
    if (examples.length === 0 || isTooShort) {
      const problem = `is too short to evaluate on: it has not one example of ${steps} steps with its target`;
      throw new InputError(problem, { file: params.file });
    }
    session.load(source);
    const evaluation = { batchSize: predictionBatchSize, loss: model.config.training.loss };
    const { loss, metrics } = await evaluateSplit(session, { shape, steps, source, scorer }, examples, evaluation);
    if (!Number.isFinite(loss)) throw new InputError(describeNonsense('its loss'), { file });
    return { loss, metrics, baselines, isTrainingFile: resolve(model.config.data.file) === resolve(params.file) };
  });
