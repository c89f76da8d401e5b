import { takeBreath } from '../../errands/errand.ts';
import type { Session } from '../../network/session.ts';
import type { FileParams } from '../../protocol.ts';
import { taskOf } from '../../tasks/findTask.ts';
import type { ModelParts } from '../../tasks/model.ts';
import type { OpenedFile } from '../../tasks/openedFile.ts';
import type { PreparedData } from '../../tasks/preparedData.ts';
import { createSession } from '../assembleRun.ts';
import { planOpened } from '../planRun.ts';
import { countBatches, countSteps, startPosition, train } from '../trainer.ts';
import { shortenPlan } from './shortenPlan.ts';

/** Milliseconds: longest stretch of training without looking at messages. */
const breathEvery = 10;

/** A network that has been trained without a run. */
export interface Trained {
  readonly session: Session;
  /** With the weights of its best epoch in the session. */
  readonly model: ModelParts;
  /** That were made in all. */
  readonly updates: number;
  /** All that the config asks for, of which a shorter training has seen a part. */
  readonly data: PreparedData;
}

/** How far a training goes that is not to go to its end. */
export interface TrainingLimits {
  /** At the most; all that the config asks for when not given. */
  readonly updates?: number | undefined;
  /** The same as a share of all that the config asks for. */
  readonly share?: number | undefined;
}

/**
 * Trains on a file to the end, or as far as the limits let it, and disposes of what it made where that is cut off. `tell`
 * is called some times a second with the epochs that are done, not whole ones alone, and all.
 */
export const trainOn = async (
  file: OpenedFile,
  params: FileParams,
  tell: (epoch: number, epochs: number) => void,
  { updates = Infinity, share = 1 }: TrainingLimits = {},
): Promise<Trained> => {
  const planned = await planOpened(params, file);
  const all = planned.config.training.epochs * countSteps(planned.data, planned.config);
  const { config, data } = shortenPlan(planned, Math.min(updates, share * all));
  const batches = countBatches(data, config);
  const session = await createSession(config, data);
  try {
    session.initialise(config.training.seed, data.firstVectors);
    const position = startPosition();
    let best = session.readParameters();
    let model: ModelParts = { config, codec: data.codec };
    let breathed = performance.now();
    for await (const event of train(session, data, config, position)) {
      if (event.kind === 'epoch' && event.isBest) {
        best = session.withAverage(() => session.readParameters());
        const calibration = event.judged && taskOf(config).calibrate?.(data, event.judged, config);
        model = { config, codec: data.codec, network: session.network, ...calibration };
      }
      if (performance.now() - breathed < breathEvery) continue;
      tell(position.epoch + position.batch / batches, config.training.epochs);
      await takeBreath();
      breathed = performance.now();
    }
    session.writeParameters(best);
    return { session, model, updates: position.step, data: planned.data };
  } catch (error) {
    await session.dispose();
    throw error;
  }
};
