import type { TrainingConfig } from '../../config.ts';
import type { RunPlan } from '../planRun.ts';
import { countSteps } from '../trainer.ts';

/** Epochs that a training has room for, however short: the best of some is better than the last of one. */
const fewestEpochs = 4;
/** Examples that judge an epoch at the least, where there are as many. */
const fewestJudged = 256;

type Plan = Pick<RunPlan, 'config' | 'data'>;

/**
 * The same training within so many updates: of fewer epochs, and where those are few already, each of fewer examples,
 * evenly chosen from all. The learning rate goes its whole way in what is left.
 */
export const shortenPlan = ({ config, data }: Plan, updates: number): Plan => {
  const { training } = config;
  const most = Math.max(1, Math.floor(updates));
  const perEpoch = countSteps(data, config);
  if (training.epochs * perEpoch <= most) return { config, data };
  // A stretch of text cannot be thinned: its state is carried from one example to the next.
  const fewest = data.stream ? 1 : Math.min(most, fewestEpochs);
  const epochs = Math.min(training.epochs, Math.max(Math.floor(most / perEpoch), fewest));
  const each = Math.min(perEpoch, Math.floor(most / epochs));
  const share = each / perEpoch;
  const { train, valid } = data.splits;
  const thinned = (): Plan['data']['splits'] => ({
    ...data.splits,
    train: evenly(train, each * training.batchSize * training.accumulationSteps),
    valid: evenly(valid, Math.max(fewestJudged, Math.floor(valid.length * share))),
  });
  const schedule = shortenSchedule(training.schedule, (epochs * each) / (training.epochs * perEpoch));
  return {
    config: { ...config, training: { ...training, epochs, schedule } },
    data: each < perEpoch && !data.stream ? { ...data, splits: thinned() } : data,
  };
};

/** Lengths that were meant for the whole of a training. */
const shortenSchedule = (schedule: TrainingConfig['schedule'], share: number): TrainingConfig['schedule'] => ({
  ...schedule,
  warmupSteps: Math.round(schedule.warmupSteps * share),
  stepEpochs: Math.max(1, Math.round(schedule.stepEpochs * share)),
});

const evenly = (examples: Int32Array, most: number): Int32Array =>
  examples.length <= most
    ? examples
    : Int32Array.from({ length: most }, (_, index) => examples[Math.floor((index * examples.length) / most)] ?? 0);
