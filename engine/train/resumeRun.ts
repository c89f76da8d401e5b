import { uptime } from 'node:os';
import { join } from 'node:path';
import type { RunConfig } from '../config.ts';
import { prepareData } from '../data/prepareData.ts';
import { InputError } from '../errors.ts';
import type { ResumeParams, RunRecord, RunStatus } from '../protocol.ts';
import { fingerprintFile } from '../runs/fingerprint.ts';
import { type ModelParts, findModelFaults, findStateFault, findTensorFault } from '../runs/checkModel.ts';
import { type Checkpoint, readCheckpoint, readModel } from '../runs/modelFile.ts';
import { RunFolder } from '../runs/runFolder.ts';
import { version } from '../version.ts';
import { type RunListener, type StartedRun, assembleRun, createSession } from './assembleRun.ts';
import type { TrainingPosition } from './trainer.ts';

/** Goes on with a finished, stopped or interrupted run, from its last checkpoint, bit for bit. */
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
  const { position } = checkpoint;
  const epochs = params.epochs ?? moreEpochs(old.config.training.epochs, position, old.status);
  if (epochs <= position.epoch) {
    throw new InputError(`epochs ${epochs} are done already: the run has had ${position.epoch}; ask for more`);
  }
  const config: RunConfig = { ...old.config, training: { ...old.config.training, epochs } };
  // Whoever resumes what ran out of patience wants more; any other run goes on as if it had never stopped.
  const { patience } = config.training;
  if (patience > 0 && position.badEpochs >= patience) position.badEpochs = 0;
  checkFit({ config, codec: checkpoint.codec }, checkpoint, folder);
  // Within the first epoch the best model is what an earlier stop left, older than the checkpoint.
  const best = position.best ? await readModel(folder.best).catch(() => undefined) : undefined;
  const data = await prepareData(config);
  checkFit({ config, codec: data.codec }, checkpoint, folder);
  const session = await createSession(config, data);
  try {
    session.writeParameters(checkpoint.parameters);
    session.writeTrainingState(checkpoint.trainingState);
    await folder.rewind(position);
    const { error, test, ...rest } = old;
    const record: RunRecord = { ...rest, status: 'running', pid: process.pid, software: version, config };
    await folder.writeRecord(record);
    return assembleRun(config, data, session, folder, record, position, best, listener);
  } catch (error) {
    await session.dispose();
    throw error;
  }
};

/** A config of another network is told before memory is taken for it. */
const checkFit = (parts: ModelParts, { parameters, trainingState }: Checkpoint, folder: RunFolder): void => {
  const [fault] = findModelFaults(parts);
  const misfit = fault ?? findTensorFault(parts, parameters) ?? findStateFault(parts, trainingState);
  if (misfit === undefined) return;
  const problem = `does not describe the network of last.safetensors: ${misfit}; put it back as it was`;
  throw new InputError(problem, { file: join(folder.path, 'run.json') });
};

const moreEpochs = (epochs: number, position: TrainingPosition, status: RunStatus): number =>
  status === 'finished' || position.epoch >= epochs ? Math.max(epochs, position.epoch) + Math.ceil(epochs / 2) : epochs;

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
