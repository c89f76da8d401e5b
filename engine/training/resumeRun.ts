import { existsSync } from 'node:fs';
import { uptime } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { RunConfig } from '../config.ts';
import { InputError } from '../errors.ts';
import { takeBreath } from '../errands/errand.ts';
import { identifyDataAtRest } from '../files/dataIdentity.ts';
import { moreFilesOf, otherFilesOf } from '../files/parts/tableParts.ts';
import { whileUnchanged } from '../files/whileUnchanged.ts';
import type { ResumeParams, RunRecord } from '../protocol.ts';
import { findChangedFile, fingerprintData } from '../runs/fingerprint.ts';
import { findModelFaults, findStateFault, findTensorFault } from '../runs/checkModel.ts';
import { type Checkpoint, readCheckpoint, readModel } from '../runs/modelFile.ts';
import { RunFolder } from '../runs/runFolder.ts';
import { isHeld } from '../runHolder.ts';
import { taskOf } from '../tasks/findTask.ts';
import { ownNetworkOf } from '../tasks/networkOfModel.ts';
import type { ModelParts } from '../tasks/model.ts';
import { OpenedFiles } from '../tasks/openedFiles.ts';
import type { PreparedData } from '../tasks/preparedData.ts';
import { version } from '../version.ts';
import { type RunListener, type StartedRun, assembleRun, createSession } from './assembleRun.ts';
import type { TrainingPosition } from '../runs/trainingPosition.ts';
import { DataWatch } from './dataWatch.ts';
import { choosePrecision } from './precision/choosePrecision.ts';
import { beginRecovery, describeRecovery } from './recovery.ts';

/** Goes on with a run that has ended, in whatever way, from its last checkpoint, bit for bit. */
export const resumeRun = async (
  params: ResumeParams,
  listener: RunListener,
  files = new OpenedFiles(),
): Promise<StartedRun> => {
  const folder = RunFolder.open(params.run);
  refuseIfTrainedByOldVersion(await folder.readRecord(), params.run);
  await folder.hold();
  try {
    return await resumeHeld(folder, params, listener, files);
  } catch (error) {
    await folder.release();
    throw error;
  }
};

const resumeHeld = async (
  folder: RunFolder,
  params: ResumeParams,
  listener: RunListener,
  files: OpenedFiles,
): Promise<StartedRun> => {
  const old = await folder.readRecord();
  if (!existsSync(old.file)) throw new InputError('the data file of this run is gone; put it back', { file: old.file });
  const others = otherFilesOf(old.file, old.config);
  for (const other of others) {
    if (!existsSync(other))
      throw new InputError('a part of the data of this run is gone; put it back', { file: other });
  }
  const identity = await identifyDataAtRest(old.file, others);
  const watched = { others, since: identity };
  const fingerprint = await whileUnchanged(old.file, () => fingerprintData(old.file, others), watched);
  const changed = findChangedFile(old.file, old.fingerprint, fingerprint);
  if (changed !== undefined) {
    throw new InputError(
      `has changed since run ${old.id} began: put it back as it was, or train anew on it (from the command line with ` +
        `--init ${folder.best} to keep what was learned)`,
      { file: resolve(dirname(old.file), changed) },
    );
  }
  const checkpoint = await readCheckpoint(folder.last);
  const { position } = checkpoint;
  await folder.restoreBest();
  const { recover } = params;
  const recovery = recover === undefined ? undefined : await beginRecovery(folder, old, position, recover);
  // What goes on by itself does so towards the end it had, even where that came just before its engine's.
  const isCutOff = recovery !== undefined || (old.status !== 'finished' && old.status !== 'stopped');
  const epochs = params.epochs ?? (isCutOff ? old.config.training.epochs : moreEpochs(old, position));
  // A run that was cut off at its very end has only that left to do.
  if (epochs <= position.epoch && (params.epochs !== undefined || !isCutOff)) {
    throw new InputError(`epochs ${epochs} are done already: the run has had ${position.epoch}; ask for more`);
  }
  const { precision = old.config.training.precision } = params;
  const config: RunConfig = { ...old.config, training: { ...old.config.training, epochs, precision } };
  // Whoever resumes what ran out of patience wants more; any other run goes on as if it had never stopped.
  const { patience } = config.training;
  if (!isCutOff && patience > 0 && position.badEpochs >= patience) position.badEpochs = 0;
  const network = ownNetworkOf(checkpoint);
  checkFit({ config, codec: checkpoint.codec, network }, checkpoint, folder);
  // Within the first epoch the best model is what an earlier stop left, older than the checkpoint.
  const best = position.best ? await readModel(folder.best).catch(() => undefined) : undefined;
  const prepare = async (): Promise<PreparedData> =>
    taskOf(config).prepare(config, await files.open(old.file, moreFilesOf(old.file, config)));
  const data = await whileUnchanged(old.file, prepare, watched);
  checkFit({ config, codec: data.codec, network }, checkpoint, folder);
  const session = await createSession(config, data, network);
  try {
    session.writeParameters(checkpoint.parameters);
    session.writeTrainingState(checkpoint.trainingState);
    // An older run says nothing of it: float32. Whoever asks for auto anew wants it measured.
    const before = params.precision === 'auto' ? undefined : (old.precision ?? 'float32');
    const precisionChanges = choosePrecision(session, data, config, position, before);
    await takeBreath();
    const told = await folder.rewind(position);
    const { error, test, refit, recovered, ...rest } = old;
    const known = recovery ?? (recovered?.step === position.step ? recovered : undefined);
    const record: RunRecord = {
      ...rest,
      status: 'running',
      pid: process.pid,
      software: version,
      config,
      precision: session.precision,
      choices: [...new Set([...rest.choices, ...precisionChanges])],
      // A kill may come between a checkpoint and the record that tells of it.
      seconds: Math.max(old.seconds, told),
      ...(known && { recovered: known }),
    };
    await folder.writeRecord(record);
    const watch = new DataWatch(old.file, others, identity, fingerprint);
    const started = assembleRun({ config, data, session, folder, record, position, best, watch }, listener);
    for (const change of precisionChanges) started.run.note(change);
    if (recovery) started.run.note(describeRecovery(recovery));
    else if (position.step === 0) {
      started.run.note('nothing had been learned when the run ended: it begins at the start');
    }
    return started;
  } catch (error) {
    await session.dispose();
    throw error;
  }
};

/** A config of another network is told before memory is taken for it. */
const checkFit = (parts: ModelParts, checkpoint: Checkpoint, folder: RunFolder): void => {
  const misfit = findMisfit(parts, checkpoint);
  if (misfit === undefined) return;
  const problem = `does not describe the network of last.safetensors: ${misfit}; put it back as it was`;
  throw new InputError(problem, { file: join(folder.path, 'run.json') });
};

const findMisfit = (parts: ModelParts, { config, parameters, trainingState }: Checkpoint): string | undefined => {
  if (config.task !== parts.config.task) return `config.task: is not ${config.task}`;
  const [fault] = findModelFaults(parts);
  return fault ?? findTensorFault(parts, parameters) ?? findStateFault(parts, trainingState);
};

const moreEpochs = ({ status, config }: RunRecord, position: TrainingPosition): number => {
  const { epochs } = config.training;
  const isDone = status === 'finished' || position.epoch >= epochs;
  return isDone ? Math.max(epochs, position.epoch) + Math.ceil(epochs / 2) : epochs;
};

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
