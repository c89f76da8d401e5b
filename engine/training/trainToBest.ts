import type { NetworkParameters } from '../network/asked/askedNetworks.ts';
import type { RunConfig } from '../config.ts';
import type { Session } from '../network/session.ts';
import type { TrainingPosition } from '../runs/trainingPosition.ts';
import type { PreparedData } from '../tasks/preparedData.ts';
import { type EpochReport, startPosition, train } from './trainer.ts';

/** Milliseconds: longest stretch of training without asking. */
const breathEvery = 10;

/** A network whose training is over. */
export interface BestNetwork {
  /** Of its best epoch, averaged where an average is kept; those it ended with where none was better than another. */
  readonly parameters: NetworkParameters;
  /** What was reported of that epoch. */
  readonly report: EpochReport | undefined;
  readonly position: TrainingPosition;
}

/**
 * Trains a session that has been initialised to the end of what its config asks for. `breathe` is asked some times a
 * second: false is to leave it there, and it resolves to undefined.
 */
export const trainToBest = async (
  session: Session,
  data: PreparedData,
  config: RunConfig,
  breathe: (position: TrainingPosition) => Promise<boolean>,
): Promise<BestNetwork | undefined> => {
  const position = startPosition();
  let parameters = session.readParameters();
  let report: EpochReport | undefined;
  let breathed = -Infinity;
  for await (const event of train(session, data, config, position)) {
    if (event.kind === 'epoch' && event.isBest) {
      parameters = session.withAverage(() => session.readParameters());
      report = event;
    }
    if (performance.now() - breathed < breathEvery) continue;
    if (!(await breathe(position))) return undefined;
    breathed = performance.now();
  }
  return { parameters, report, position };
};

/** The config of a network of an ensemble, from 0: each begins from other weights, and reads examples in another order. */
export const configOfNetwork = (config: RunConfig, network: number): RunConfig => ({
  ...config,
  training: { ...config.training, seed: (config.training.seed + network) % 2 ** 32 },
});
