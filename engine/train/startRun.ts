import { randomUUID } from 'node:crypto';
import { readWeights } from '../exchange/readWeights.ts';
import type { RunRecord, TrainParams } from '../protocol.ts';
import { fingerprintFile } from '../runs/fingerprint.ts';
import { RunFolder } from '../runs/runFolder.ts';
import { createRunId } from '../runs/runId.ts';
import { sweepRuns } from '../runs/sweepRuns.ts';
import { version } from '../version.ts';
import { type RunListener, type StartedRun, assembleRun, createSession } from './assembleRun.ts';
import { checkpointOf } from './checkpointOf.ts';
import { describeMeaning, initialiseFrom } from './fitToWeights.ts';
import { planRun } from './planRun.ts';
import { countSteps, startPosition } from './trainer.ts';

/** Reads the data, makes the network and the run folder. */
export const startRun = async (params: TrainParams, listener: RunListener): Promise<StartedRun> => {
  const weights = params.init === undefined ? undefined : await readWeights(params.init, params.config.model?.gruReset);
  const { config, choices, data } = await planRun(params, weights);
  const fingerprint = await fingerprintFile(config.data.file);
  const session = await createSession(config, data);
  try {
    if (weights) initialiseFrom(weights, session, data);
    else session.initialise(config.training.seed);
    const now = new Date();
    const id = createRunId(config, now, randomUUID());
    await sweepRuns(params.runs);
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
      choices: [
        ...choices,
        ...data.dropped,
        ...(weights ? [...weights.notes, ...describeMeaning(weights, data, config.model)] : []),
      ],
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
    const position = startPosition();
    await folder.begin(checkpointOf(session, data, config, position), record);
    return assembleRun(config, data, session, folder, record, position, undefined, listener);
  } catch (error) {
    await session.dispose();
    throw error;
  }
};
