import { EngineFault } from '../errors.ts';
import type { RunRecord } from '../protocol.ts';
import type { RunFolder } from '../runs/runFolder.ts';
import type { TrainingPosition } from '../runs/trainingPosition.ts';

export type Recovery = NonNullable<RunRecord['recovered']>;

/**
 * Writes down that the run goes on by itself from its checkpoint at `position` after what `cause` says, before anything
 * else is tried with it. Throws an `EngineFault`, and marks the run as failed, where it did so from there before.
 */
export const beginRecovery = async (
  folder: RunFolder,
  record: RunRecord,
  { epoch, step }: Pick<TrainingPosition, 'epoch' | 'step'>,
  cause: string,
): Promise<Recovery> => {
  const recovery: Recovery = { epoch, step, message: cause };
  if (record.recovered?.step !== step) {
    await folder.writeRecord({ ...record, recovered: recovery });
    return recovery;
  }
  const message = `Failed twice at the same place (${placeOf(recovery)}): ${cause}. The log has the details.`;
  await folder.writeRecord({ ...record, status: 'failed', error: { message } });
  throw new EngineFault(message);
};

/** What a person is told of it when the run goes on. */
export const describeRecovery = (recovery: Recovery): string =>
  `${recovery.message}; ${recovery.step === 0 ? 'starting over' : `going on from ${placeOf(recovery)}`}`;

const placeOf = ({ epoch, step }: Recovery): string => `epoch ${epoch + 1}, step ${step}`;
