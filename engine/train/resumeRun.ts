import { uptime } from 'node:os';
import type { RunConfig, TextData, TrainingConfig } from '../config.ts';
import { prepareData } from '../data/prepareData.ts';
import { InputError } from '../errors.ts';
import type { ResumeParams, RunRecord } from '../protocol.ts';
import { fingerprintFile } from '../runs/fingerprint.ts';
import { readCheckpoint, readModel } from '../runs/modelFile.ts';
import { RunFolder } from '../runs/runFolder.ts';
import { version } from '../version.ts';
import { type RunListener, type StartedRun, assembleRun, createSession } from './assembleRun.ts';
import { beginRecovery, describeRecovery } from './recovery.ts';
import { startPosition, type TrainingPosition } from './trainer.ts';

/** Goes on with a run that has ended, in whatever way, from its last checkpoint, bit for bit. */
export const resumeRun = async (params: ResumeParams, listener: RunListener): Promise<StartedRun> => {
  const folder = RunFolder.open(params.run);
  const old = await folder.readRecord();
  if ((old.status === 'running' || old.status === 'paused') && isTrainedElsewhere(old)) {
    const way = 'stop it there, or end that process if it is none of ours';
    throw new InputError(`is still training in process ${old.pid}; ${way}`, { file: params.run });
  }
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
  const { recover } = params;
  const recovery = recover === undefined ? undefined : await beginRecovery(folder, old, position, recover);
  // What goes on by itself does so towards the end it had, even where that came just before its engine's.
  const isCutOff = recovery !== undefined || (old.status !== 'finished' && old.status !== 'stopped');
  const epochs = params.epochs ?? (isCutOff ? old.config.training.epochs : moreEpochs(old, position));
  // A run that was cut off at its very end has only that left to do.
  if (epochs <= position.epoch && (params.epochs !== undefined || !isCutOff)) {
    throw new InputError(`epochs ${epochs} are done already: the run has had ${position.epoch}; ask for more`);
  }
  const config = withLaterFields({ ...old.config, training: { ...old.config.training, epochs } });
  // Whoever resumes what ran out of patience wants more; any other run goes on as if it had never stopped.
  const { patience } = config.training;
  if (!isCutOff && patience > 0 && position.badEpochs >= patience) position.badEpochs = 0;
  // Within the first epoch the best model is what an earlier stop left, older than the checkpoint.
  const best = position.best ? await readModel(folder.best).catch(() => undefined) : undefined;
  const data = await prepareData(config);
  const session = await createSession(config, data);
  try {
    session.writeParameters(checkpoint.parameters);
    session.writeTrainingState(checkpoint.trainingState);
    await folder.rewind(position);
    const { error, test, recovered, ...rest } = old;
    const known = recovery ?? (recovered?.step === position.step ? recovered : undefined);
    const record: RunRecord = {
      ...rest,
      status: 'running',
      pid: process.pid,
      software: version,
      config,
      ...(known && { recovered: known }),
    };
    await folder.writeRecord(record);
    const started = assembleRun(config, data, session, folder, record, position, best, listener);
    if (recovery) started.run.note(describeRecovery(recovery));
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

const moreEpochs = ({ status, config }: RunRecord, position: TrainingPosition): number => {
  const { epochs } = config.training;
  const isDone = status === 'finished' || position.epoch >= epochs;
  return isDone ? Math.max(epochs, position.epoch) + Math.ceil(epochs / 2) : epochs;
};

/** Whether the process that wrote the record still lives. After a restart of the machine its number may be anybody's. */
const isTrainedElsewhere = ({ pid, updated }: RunRecord): boolean => {
  const startOfMachine = Date.now() - uptime() * 1000;
  if (pid === process.pid || Date.parse(updated) < startOfMachine) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
