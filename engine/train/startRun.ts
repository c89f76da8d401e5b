import { randomUUID } from 'node:crypto';
import type { Session } from '../compute/session.ts';
import type { PreparedData } from '../data/preparedData.ts';
import { InputError } from '../errors.ts';
import type { RunRecord, TrainParams } from '../protocol.ts';
import { fingerprintFile } from '../runs/fingerprint.ts';
import { readModel, weightsOf } from '../runs/modelFile.ts';
import { RunFolder } from '../runs/runFolder.ts';
import { createRunId } from '../runs/runId.ts';
import { readSafetensors } from '../runs/safetensors.ts';
import { version } from '../version.ts';
import { type RunListener, type StartedRun, assembleRun, createSession } from './assembleRun.ts';
import { planRun } from './planRun.ts';
import { countSteps, startPosition } from './trainer.ts';

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
    return assembleRun(config, data, session, folder, record, startPosition(), undefined, listener);
  } catch (error) {
    await session.dispose();
    throw error;
  }
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
