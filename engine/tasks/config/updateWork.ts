import type { RunConfig } from '../../config.ts';
import { countMultiplied } from '../countParameters.ts';
import { type Workload, countUpdates, operationsPerThread, updateOverhead } from './networkDefaults.ts';
import { layerSteps } from './segmentDefaults.ts';

/** Operations that an update takes, about, with what it costs besides arithmetic; the same on every machine. */
export const updateWork = (work: Workload, { model, training }: Pick<RunConfig, 'model' | 'training'>): number => {
  const { batchSize, accumulationSteps } = training;
  const each = 6 * countMultiplied(work.shape, { model, training }) * layerSteps(model, work);
  return each * batchSize * accumulationSteps + updateOverhead * operationsPerThread;
};

/** Updates of a training that is not stopped early. */
export const updatesOf = (work: Workload, { training }: Pick<RunConfig, 'training'>): number =>
  training.epochs * countUpdates(work, training);
