import { uptime } from 'node:os';
import type { RunConfig, TextData, TrainingConfig } from '../config.ts';
import { prepareData } from '../data/prepareData.ts';
import { InputError } from '../errors.ts';
import type { ResumeParams, RunRecord, RunStatus } from '../protocol.ts';
import { fingerprintFile } from '../runs/fingerprint.ts';
import { readCheckpoint, readModel } from '../runs/modelFile.ts';
import { RunFolder } from '../runs/runFolder.ts';
import { isHeld } from '../runHolder.ts';
import { version } from '../version.ts';
import { type RunListener, type StartedRun, assembleRun, createSession } from './assembleRun.ts';
import { startPosition, type TrainingPosition } from './trainer.ts';

/** Goes on with a finished, stopped or interrupted run, from its last checkpoint, bit for bit. */
export const resumeRun = async (params: ResumeParams, listener: RunListener): Promise<StartedRun> => {
  const folder = RunFolder.open(params.run);
  refuseIfTrainedByOldVersion(await folder.readRecord(), params.run);
  await folder.hold();
  try {
    return await resumeHeld(folder, params, listener);
  } catch (error) {
    await folder.release();
    throw error;
  }
};

const resumeHeld = async (folder: RunFolder, params: ResumeParams, listener: RunListener): Promise<StartedRun> => {
  const old = await folder.readRecord();
  const fingerprint = await fingerprintFile(old.file).catch(() => undefined);
  if (!fingerprint) throw new InputError('the data file of this run is gone; put it back', { file: old.file });
  if (fingerprint.sha256 !== old.fingerprint.sha256) {
    throw new InputError(
      `has changed since run ${old.id} began: put it back as it was, or train anew on it (from the command line with ` +
        `--init ${folder.best} to keep what was learned)`,
      { file: old.file },
    );
  }
  const checkpoint = await readCheckpoint(folder.last);
  // What a checkpoint of before some fields does not know is as at the start.
  const position: TrainingPosition = { ...startPosition(), ...checkpoint.position };
  const epochs = params.epochs ?? moreEpochs(old.config.training.epochs, position, old.status);
  if (epochs <= position.epoch) {
    throw new InputError(`epochs ${epochs} are done already: the run has had ${position.epoch}; ask for more`);
  }
  const config = withLaterFields({ ...old.config, training: { ...old.config.training, epochs } });
  // Whoever resumes what ran out of patience wants more; any other run goes on as if it had never stopped.
  const { patience } = config.training;
  if (patience > 0 && position.badEpochs >= patience) position.badEpochs = 0;
  // Within the first epoch the best model is what an earlier stop left, older than the checkpoint.
  const best = position.best ? await readModel(folder.best).catch(() => undefined) : undefined;
  const data = await prepareData(config);
  const session = await createSession(config, data);
  try {
    session.writeParameters(checkpoint.parameters);
    session.writeTrainingState(checkpoint.trainingState);
    await folder.rewind(position);
    const { error, test, ...rest } = old;
    const record: RunRecord = { ...rest, status: 'running', pid: process.pid, software: version, config };
    await folder.writeRecord(record);
    const started = assembleRun(config, data, session, folder, record, position, best, listener);
    if (position.step === 0) started.run.note('nothing had been learned when the run ended: it begins at the start');
    return started;
  } catch (error) {
    await session.dispose();
    throw error;
  }
};

/** Runs that were begun before these fields existed trained as if they had these values. */
const withLaterFields = (config: RunConfig): RunConfig => {
  const laterTraining: Partial<TrainingConfig> = { clipValue: 0, accumulationSteps: 1, averageDecay: 0 };
  const training = { ...laterTraining, ...config.training };
  if (config.task !== 'language-model') return { ...config, training };
  const laterData: Partial<TextData> = { stepLength: config.data.seqLength, carryState: true };
  return { ...config, training, data: { ...laterData, ...config.data } };
};

const moreEpochs = (epochs: number, position: TrainingPosition, status: RunStatus): number =>
  status === 'finished' || position.epoch >= epochs ? Math.max(epochs, position.epoch) + Math.ceil(epochs / 2) : epochs;

/** Older versions held no lock. After a restart of the machine the number of a process may be anybody's. */
const refuseIfTrainedByOldVersion = ({ status, pid, updated }: RunRecord, file: string): void => {
  if ((status !== 'running' && status !== 'paused') || isHeld(file) !== undefined) return;
  const startOfMachine = Date.now() - uptime() * 1000;
  if (pid === process.pid || Date.parse(updated) < startOfMachine) return;
  try {
    process.kill(pid, 0);
  } catch {
    return;
  }
  const way = 'stop it there, or end that process if it is none of ours';
  throw new InputError(`is still being trained by process ${pid}; ${way}`, { file });
};
