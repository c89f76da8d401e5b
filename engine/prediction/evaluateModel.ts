import { resolve } from 'node:path';
import { describeNonsense } from '../words/describeNonsense.ts';
import { InputError } from '../errors.ts';
import type { EvaluateResult, ModelParams } from '../protocol.ts';
import type { LoadedModel } from '../tasks/loadedModel.ts';
import type { OpenedFiles } from '../tasks/openedFiles.ts';
import { taskOf } from '../tasks/findTask.ts';
import { predictionBatchSize } from '../tasks/predictAll.ts';
import { describePrecision } from './describePrecision.ts';
import { encodeFile, tellEncoded } from './encodeFile.ts';
import { evaluateSplit, scoredBy } from './evaluateSplit.ts';
import type { LoadedModels } from './loadedModels.ts';

/** Loss and metrics of a model on the whole of a file, beside the baselines on the same examples. */
export const evaluateModel = (models: LoadedModels, params: ModelParams, files: OpenedFiles): Promise<EvaluateResult> =>
  models.use(params.model, (loaded) => evaluateBy(loaded, params, files), params.precision);

const evaluateBy = async (
  { file, model, session, shape, steps }: LoadedModel,
  params: ModelParams,
  files: OpenedFiles,
): Promise<EvaluateResult> => {
  const encoded = await encodeFile(model, params.file, files);
  const { source, examples, baselines } = encoded;
  if (examples.length === 0) {
    const { dropped } = encoded;
    const problem =
      dropped.length > 0
        ? `has nothing to evaluate on: ${dropped.join(' ')}`
        : `is too short to evaluate on: it has not one example of ${steps} steps with its target`;
    throw new InputError(problem, { file: params.file });
  }
  session.load(source);
  const evaluation = { batchSize: predictionBatchSize, loss: model.config.training.loss };
  const scored = scoredBy({ ...encoded, shape, steps }, model);
  const { loss, metrics, alone } = await evaluateSplit(session, scored, examples, evaluation);
  if (!Number.isFinite(loss)) throw new InputError(describeNonsense('its loss'), { file });
  const isTrainingFile = resolve(model.config.data.file) === resolve(params.file);
  const madeOf = taskOf(model.config).describeCalibration?.(model);
  const { notes = [], ...told } = tellEncoded(encoded);
  const all = [...notes, ...describePrecision(session, params.precision)];
  return {
    loss,
    metrics,
    baselines: { ...(alone && { network: alone }), ...baselines },
    isTrainingFile,
    ...(isTrainingFile && model.refit && { isRefit: true }),
    ...(madeOf !== undefined && { madeOf }),
    ...told,
    ...(all.length > 0 && { notes: all }),
  };
};
