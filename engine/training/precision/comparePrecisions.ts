import type { RunConfig } from '../../config.ts';
import { type PrecisionTimes, timeInTurns } from '../../network/precision/fasterPrecision.ts';
import type { Session } from '../../network/session.ts';
import type { TrainingPosition } from '../../runs/trainingPosition.ts';
import { mixSeed } from '../../tasks/batches.ts';
import type { PreparedData } from '../../tasks/preparedData.ts';
import { planEpoch } from '../trainer.ts';

/** After that many milliseconds no further round begins. */
const patience = 400;

/**
 * Milliseconds of a batch forward and backward, with what has to be made of the weights before it, as `timeInTurns` has them. Weights, gradients, optimiser and carried state are as before when it ends.
 */
export const comparePrecisions = (
  session: Session,
  data: PreparedData,
  config: RunConfig,
  position: TrainingPosition,
): PrecisionTimes => {
  const plan = planEpoch(data, config, position.epoch);
  const { examples, carryState } = plan.batch(Math.min(position.batch, plan.count - 1));
  const dropoutSeed = mixSeed(config.training.seed, position.step);
  const kept = session.precision;
  const best = timeInTurns((precision) => {
    session.precision = precision;
    session.accumulate(examples, { carryState, dropoutSeed, keepAfter: 0 });
    session.discard();
  }, patience);
  session.precision = kept;
  return best;
};
