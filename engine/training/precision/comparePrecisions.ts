import type { RunConfig } from '../../config.ts';
import type { Precision } from '../../network/precision/precision.ts';
import type { Session } from '../../network/session.ts';
import type { TrainingPosition } from '../../runs/trainingPosition.ts';
import { mixSeed } from '../../tasks/batches.ts';
import type { PreparedData } from '../../tasks/preparedData.ts';
import { planEpoch } from '../trainer.ts';

/** Rounds of both in turns: of small networks many, of large ones as few as still tell. */
const [fewest, most] = [3, 30];
/** After that many milliseconds no further round begins. */
const patience = 400;

/**
 * Milliseconds of a batch forward and backward, with what has to be made of the weights before it, the best of a few rounds
 * in turns. Weights, gradients, optimiser and carried state are as before when it ends.
 */
export const comparePrecisions = (
  session: Session,
  data: PreparedData,
  config: RunConfig,
  position: TrainingPosition,
): Record<Precision, number> => {
  const plan = planEpoch(data, config, position.epoch);
  const { examples, carryState } = plan.batch(Math.min(position.batch, plan.count - 1));
  const dropoutSeed = mixSeed(config.training.seed, position.step);
  const kept = session.precision;
  const best = { float32: Infinity, bfloat16: Infinity };
  const begin = performance.now();
  for (let round = 0; round < most && (round < fewest || performance.now() - begin < patience); round++) {
    for (const precision of ['float32', 'bfloat16'] as const) {
      session.precision = precision;
      const start = performance.now();
      session.accumulate(examples, { carryState, dropoutSeed, keepAfter: 0 });
      best[precision] = Math.min(best[precision], performance.now() - start);
      session.discard();
    }
  }
  session.precision = kept;
  return best;
};
