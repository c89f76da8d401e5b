import type { Session } from '../network/session.ts';
import type { RunConfig } from '../config.ts';
import type { PreparedData } from '../tasks/preparedData.ts';
import { encodeCheckpoint } from '../runs/modelFile.ts';
import type { TensorFile } from '../runs/safetensors.ts';
import type { TrainingPosition } from '../runs/trainingPosition.ts';

/** Where a training stands, and all that it needs to go on from there. */
export const checkpointOf = (
  session: Session,
  data: PreparedData,
  config: RunConfig,
  position: TrainingPosition,
): TensorFile =>
  encodeCheckpoint({
    version: 1,
    config,
    codec: data.codec,
    network: session.network,
    epoch: position.epoch,
    validLoss: position.best?.validLoss ?? NaN,
    metrics: position.best?.metrics ?? {},
    parameters: session.readParameters(),
    position,
    trainingState: session.readTrainingState(),
  });
