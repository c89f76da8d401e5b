import type { RunConfig } from '../../config.ts';
import type { Precision } from '../../network/precision/precision.ts';
import type { Session } from '../../network/session.ts';
import { encodeCheckpoint } from '../../runs/modelFile.ts';
import type { RunFolder } from '../../runs/runFolder.ts';
import type { TensorFile } from '../../runs/safetensors.ts';
import type { TrainingPosition } from '../../runs/trainingPosition.ts';
import type { Model } from '../../tasks/model.ts';
import type { PreparedData } from '../../tasks/preparedData.ts';
import { createSession } from '../assembleRun.ts';
import { startPosition, train } from '../trainer.ts';
import { readRefit } from './readRefit.ts';

/** What is trained anew: the run's data, and its best model, which is measured. */
export interface RefitParts {
  readonly data: PreparedData;
  readonly config: RunConfig;
  /** What the products of the run were in, where its config left that to be measured. */
  readonly precision: Precision;
  readonly best: Model;
  readonly folder: RunFolder;
}

/** Asked some times a second, with the epochs that are done: false is to leave it there. `save` keeps where it stands. */
export type RefitBreath = (epoch: number, save: () => Promise<void>) => Promise<boolean>;

/** Milliseconds: longest stretch of training without asking. */
const breathEvery = 10;

/**
 * Trains a network like that of `best` from new weights on the examples of all parts, for as many epochs as that was
 * trained when it was best, with the same learning rates by epoch. What was fitted on the training part stays as it is,
 * and so do blend and intervals. Goes on where an earlier one of the same was left; resolves to undefined where it is left.
 */
export const trainAnew = async (parts: RefitParts, breathe: RefitBreath): Promise<Model | undefined> => {
  const { best, folder, precision } = parts;
  const { epoch: epochs } = best;
  const data = withAllParts(parts.data);
  // Nothing is held back that could say when to stop.
  const config: RunConfig = { ...parts.config, training: { ...parts.config.training, precision, patience: 0 } };
  const session = await createSession(config, data, best.network);
  try {
    session.initialise(config.training.seed, data.firstVectors);
    const kept = await readRefit(folder.refit, best, parts.config);
    if (kept) {
      session.writeParameters(kept.parameters);
      session.writeTrainingState(kept.trainingState);
    }
    const position = kept?.position ?? startPosition();
    const save = (): Promise<void> => folder.writeRefit(checkpointOfRefit(session, parts, position));
    let breathed = -Infinity;
    const reports = train(session, data, config, position);
    while (position.epoch < epochs) {
      await reports.next();
      if (performance.now() - breathed < breathEvery) continue;
      if (!(await breathe(position.epoch, save))) {
        await save();
        return undefined;
      }
      breathed = performance.now();
    }
    const parameters = session.withAverage(() => session.readParameters());
    return { ...best, parameters, refit: { epochs, examples: data.splits.train.length } };
  } finally {
    await session.dispose();
  }
};

/** Its epoch and loss are those of the model that it is to take the place of. */
const checkpointOfRefit = (session: Session, { best, config }: RefitParts, position: TrainingPosition): TensorFile =>
  encodeCheckpoint({
    ...best,
    config,
    parameters: session.readParameters(),
    position,
    trainingState: session.readTrainingState(),
  });

/** Nothing is left to validate with. */
const withAllParts = (data: PreparedData): PreparedData => {
  const { train, valid, test } = data.splits;
  const all = data.allExamples ?? Int32Array.from([...train, ...valid, ...test]);
  const none = new Int32Array(0);
  return { ...data, splits: { train: all, valid: none, test: none } };
};
