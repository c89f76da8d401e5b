import { randomUUID } from 'node:crypto';
import { Session } from '../compute/session.ts';
import type { RunConfig } from '../config.ts';
import type { PreparedData } from '../data/preparedData.ts';
import { prepareData } from '../data/prepareData.ts';
import { InputError } from '../errors.ts';
import type { ConfigEvent, ResumeParams, RunEvent, RunRecord, RunStatus, TrainParams } from '../protocol.ts';
import { fingerprintFile } from '../runs/fingerprint.ts';
import { type Model, readCheckpoint, readModel, weightsOf } from '../runs/modelFile.ts';
import { RunFolder } from '../runs/runFolder.ts';
import { createRunId } from '../runs/runId.ts';
import { readSafetensors } from '../runs/safetensors.ts';
import { version } from '../version.ts';
import { planRun } from './planRun.ts';
import { type TrainingPosition, countSteps, startPosition } from './trainer.ts';
import { TrainingRun } from './trainingRun.ts';

/** Where a run's reports go. */
export interface RunListener {
  report(id: string, event: RunEvent): void;
  setStatus(id: string, status: RunStatus): void;
}

/** A run that is ready to train, and the folder it writes to. The session is its to dispose of when it ends. */
export interface StartedRun {
  readonly run: TrainingRun;
  readonly session: Session;
  readonly folder: RunFolder;
}

/** Reads the data, makes the network and the run folder. */
export const startRun = async (params: TrainParams, listener: RunListener): Promise<StartedRun> => {
  const { config, choices, data } = await planRun(params);
  const fingerprint = await fingerprintFile(config.data.file);
  const session = await createSession(config, data);
  try {
    if (params.init === undefined) session.initialise(config.training.seed);
    else await initialiseFrom(params.init, session, data);
    const now = new Date();
    const id = createRunId(config, now, randomUUID());
    const folder = await RunFolder.create(params.runs, id);
    const record: RunRecord = {
      version: 1,
      id,
      created: now.toISOString(),
      updated: now.toISOString(),
      status: 'running',
      pid: process.pid,
      software: version,
      file: config.data.file,
      fingerprint,
      config,
      choices: [...choices, ...data.dropped],
      parameters: session.parameterCount,
      stepsPerEpoch: countSteps(data, config),
      baselines: data.baselines.valid,
      headline: data.headline,
      kernels: session.kernels,
      threads: session.threads,
      epoch: 0,
      step: 0,
      seconds: 0,
    };
    await folder.writeRecord(record);
    return assemble(config, data, session, folder, record, startPosition(), undefined, listener);
  } catch (error) {
    await session.dispose();
    throw error;
  }
};

/** Goes on with a finished, stopped or interrupted run, from its last checkpoint, bit for bit. */
export const resumeRun = async (params: ResumeParams, listener: RunListener): Promise<StartedRun> => {
  const folder = RunFolder.open(params.run);
  const old = await folder.readRecord();
  if ((old.status === 'running' || old.status === 'paused') && isAlive(old.pid)) {
    throw new InputError(`is still training in process ${old.pid}; stop it there first`, { file: params.run });
  }
  const fingerprint = await fingerprintFile(old.file).catch(() => undefined);
  if (!fingerprint) throw new InputError('the data file of this run is gone; put it back', { file: old.file });
  if (fingerprint.sha256 !== old.fingerprint.sha256) {
    throw new InputError(
      `has changed since run ${old.id} began; train anew on it, with --init ${folder.best} to keep what was learned`,
      { file: old.file },
    );
  }
  const checkpoint = await readCheckpoint(folder.last);
  const { position } = checkpoint;
  const epochs = params.epochs ?? moreEpochs(old.config.training.epochs, position, old.status);
  if (epochs <= position.epoch) {
    throw new InputError(`epochs ${epochs} are done already: the run has had ${position.epoch}; ask for more`);
  }
  const config = { ...old.config, training: { ...old.config.training, epochs } };
  // Patience starts over: whoever resumes wants more.
  position.badEpochs = 0;
  const best = await readModel(folder.best).catch(() => undefined);
  const data = await prepareData(config);
  const session = await createSession(config, data);
  try {
    session.writeParameters(checkpoint.parameters);
    session.writeTrainingState(checkpoint.trainingState);
    await folder.rewind(position);
    const { error, test, ...rest } = old;
    const record: RunRecord = { ...rest, status: 'running', pid: process.pid, software: version, config };
    await folder.writeRecord(record);
    return assemble(config, data, session, folder, record, position, best, listener);
  } catch (error) {
    await session.dispose();
    throw error;
  }
};

const createSession = async (config: RunConfig, data: PreparedData): Promise<Session> => {
  const { model, training } = config;
  const session = await Session.create({ shape: data.shape, model, training, steps: data.steps });
  session.load(data.source);
  return session;
};

const initialiseFrom = async (file: string, session: Session, data: PreparedData): Promise<void> => {
  const content = await readSafetensors(file);
  if (content.metadata['rnn-studio'] !== undefined) {
    const { codec } = await readModel(file);
    if (codec.kind === 'text' && data.codec.kind === 'text' && codec.symbols !== data.codec.symbols) {
      throw new InputError('was trained on other symbols than this text has; its weights would mean something else', {
        file,
      });
    }
  }
  try {
    session.writeParameters(weightsOf(content));
  } catch (error) {
    throw new InputError(`does not fit this network: ${error instanceof Error ? error.message : String(error)}`, {
      file,
    });
  }
};

const assemble = (
  config: RunConfig,
  data: PreparedData,
  session: Session,
  folder: RunFolder,
  record: RunRecord,
  position: TrainingPosition,
  best: Model | undefined,
  listener: RunListener,
): StartedRun => {
  const { id, choices, parameters, stepsPerEpoch, baselines, headline, kernels, threads } = record;
  const event: ConfigEvent = {
    event: 'config',
    run: folder.path,
    config,
    choices,
    parameters,
    stepsPerEpoch,
    baselines,
    headline,
    kernels,
    threads,
  };
  listener.report(id, event);
  const run = new TrainingRun({
    session,
    data,
    config,
    folder,
    record,
    position,
    best,
    report: (report) => {
      listener.report(id, report);
    },
    setStatus: (status) => {
      listener.setStatus(id, status);
    },
  });
  return { run, session, folder };
};

const moreEpochs = (epochs: number, position: TrainingPosition, status: RunStatus): number =>
  status === 'finished' || position.epoch >= epochs ? Math.max(epochs, position.epoch) + Math.ceil(epochs / 2) : epochs;

const isAlive = (pid: number): boolean => {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};
