import { takeBreath } from '../../errands/errand.ts';
import type { Session } from '../../network/session.ts';
import { evaluateSplit } from '../../prediction/evaluateSplit.ts';
import type { FileParams } from '../../protocol.ts';
import { taskOf } from '../../tasks/findTask.ts';
import type { ModelParts } from '../../tasks/model.ts';
import type { OpenedFile } from '../../tasks/openedFile.ts';
import type { PreparedData } from '../../tasks/preparedData.ts';
import { createSession } from '../assembleRun.ts';
import { planOpened } from '../planRun.ts';
import { countBatches, countSteps } from '../trainer.ts';
import { type BestNetwork, configOfNetwork, trainToBest } from '../trainToBest.ts';
import { shortenPlan } from './shortenPlan.ts';

/** A network that has been trained without a run. */
export interface Trained {
  readonly session: Session;
  /** With the weights of its best epoch in the session; of an ensemble, those of all. */
  readonly model: ModelParts;
  /** That were made in all. */
  readonly updates: number;
  /** All that the config asks for, of which a shorter training has seen a part. */
  readonly data: PreparedData;
}

/** How far a training goes that is not to go to its end; it is of one network, whatever the config says. */
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
  limits?: TrainingLimits,
): Promise<Trained> => {
  const { updates: most = Infinity, share = 1 } = limits ?? {};
  const planned = await planOpened(params, file);
  const all = planned.config.training.epochs * countSteps(planned.data, planned.config);
  const { config, data } = shortenPlan(planned, Math.min(most, share * all));
  const batches = countBatches(data, config);
  // What is held against others is one network.
  const networks = limits ? 1 : (config.training.ensemble ?? 1);
  const { epochs } = config.training;
  const session = await createSession(config, data);
  try {
    const trained: BestNetwork[] = [];
    let updates = 0;
    while (trained.length < networks) {
      const own = configOfNetwork(config, trained.length);
      session.initialise(own.training.seed, data.firstVectors);
      const network = await trainToBest(session, data, own, async ({ epoch, batch }) => {
        tell(trained.length * epochs + epoch + batch / batches, networks * epochs);
        await takeBreath();
        return true;
      });
      if (!network) throw new Error('a training was left that nobody leaves');
      trained.push(network);
      updates += network.position.step;
    }
    const [first, ...others] = trained;
    if (!first) throw new Error('no network was trained');
    session.writeEnsemble([first.parameters, ...others.map(({ parameters }) => parameters)]);
    const isSeveral = others.length > 0;
    const { judged } = isSeveral
      ? await evaluateSplit(session, data, data.splits.valid, config.training)
      : (first.report ?? {});
    const calibration = judged && taskOf(config).calibrate?.(data, judged, config);
    const model: ModelParts = {
      ...{ config, codec: data.codec, ...calibration },
      ...(first.report && { network: session.network }),
      ...(isSeveral && { networks }),
    };
    return { session, model, updates, data: planned.data };
  } catch (error) {
    await session.dispose();
    throw error;
  }
};
