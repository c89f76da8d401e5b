import { InputError } from '../errors.ts';
import type { BeforeAfter, ExportParams, Measured, NarrowErrors, SmallExport } from '../protocol.ts';
import type { LoadedModel } from '../tasks/loadedModel.ts';
import type { OpenedFiles } from '../tasks/openedFiles.ts';
import { predictionBatchSize } from '../tasks/predictAll.ts';
import type { PreparedData } from '../tasks/preparedData.ts';
import { type Evaluation, evaluateSplit, scoredBy } from './evaluateSplit.ts';
import type { LoadedModels } from './loadedModels.ts';
import { prepareRun } from './prepareRun.ts';

/**
 * How far the small model in `out` is from the one that it was made of, on the validation part of its run: both are read
 * as for any prediction. Says why where that is not known any more.
 */
export const measureNarrowing = async (
  models: LoadedModels,
  { model, out }: Pick<ExportParams, 'model' | 'out'>,
  files: OpenedFiles,
): Promise<Pick<SmallExport, 'errors' | 'unmeasured'>> => {
  let data: PreparedData;
  try {
    data = await prepareRun(model, files);
  } catch (error) {
    if (error instanceof InputError) return { unmeasured: error.message };
    throw error;
  }
  const before = await models.use(model, (loaded) => evaluateValid(loaded, data));
  const after = await models.use(out, (loaded) => evaluateValid(loaded, data));
  return Number.isNaN(before.loss)
    ? { unmeasured: 'the run has no validation part' }
    : { errors: compare(before, after, data.headline.metric) };
};

const evaluateValid = async (
  { model, session, shape, steps }: LoadedModel,
  data: PreparedData,
): Promise<Evaluation> => {
  session.load(data.source);
  const { batchSize, loss } = model.config.training;
  // As far as there is room, in batches as when the run was validated: of a text they decide where its lanes begin.
  const evaluation = { batchSize: Math.min(batchSize, predictionBatchSize), loss };
  return evaluateSplit(session, scoredBy({ ...data, shape, steps }, model), data.splits.valid, evaluation);
};

const compare = (before: Evaluation, after: Evaluation, metric: string): NarrowErrors => {
  const outputs = before.judged && after.judged && compareOutputs(before.judged.outputs, after.judged.outputs);
  const figure = beforeAfter(before.metrics[metric] ?? null, after.metrics[metric] ?? null);
  return {
    loss: beforeAfter(before.loss, after.loss),
    ...(figure.before !== null && { metric: { name: metric, ...figure } }),
    ...(outputs && { outputs }),
  };
};

const compareOutputs = (before: Float32Array, after: Float32Array): NarrowErrors['outputs'] => {
  let [apart, own, largest] = [0, 0, 0];
  before.forEach((value, i) => {
    const difference = (after[i] ?? NaN) - value;
    apart += difference ** 2;
    own += value ** 2;
    largest = Math.max(largest, Math.abs(difference));
  });
  return {
    difference: known(Math.sqrt(apart / before.length)),
    share: known(Math.sqrt(apart / own)),
    largest: known(largest),
  };
};

const beforeAfter = (before: Measured, after: Measured): BeforeAfter => ({
  before: known(before),
  after: known(after),
});

const known = (value: Measured): Measured => (value !== null && Number.isFinite(value) ? value : null);
