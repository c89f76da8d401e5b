import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { readWeights } from '../exchange/readWeights.ts';
import { takeBreath } from '../errands/errand.ts';
import { moreTextsOf, otherFilesOf } from '../files/parts/tableParts.ts';
import { whileUnchanged } from '../files/whileUnchanged.ts';
import type { RunRecord, TrainParams } from '../protocol.ts';
import { checkRunsFolder } from '../runs/checkRunsFolder.ts';
import { fingerprintData } from '../runs/fingerprint.ts';
import { RunFolder } from '../runs/runFolder.ts';
import { createRunId } from '../runs/runId.ts';
import { sweepRuns } from '../runs/sweepRuns.ts';
import { OpenedFiles } from '../tasks/openedFiles.ts';
import { version } from '../version.ts';
import { type RunListener, type StartedRun, assembleRun, createSession } from './assembleRun.ts';
import { checkpointOf } from './checkpointOf.ts';
import { DataWatch } from './dataWatch.ts';
import { describeMeaning, initialiseFrom } from './fitToWeights.ts';
import { choosePrecision } from './precision/choosePrecision.ts';
import { planRun } from './planRun.ts';
import { type Chosen, chooseOnFolds, leaveToRules } from './search/chooseOnFolds.ts';
import { describeFound, readFoundBy } from './search/foundBy.ts';
import { countSteps, startPosition } from './trainer.ts';

/** Reads the data, makes the network and the run folder. */
export const startRun = async (
  params: TrainParams,
  listener: RunListener,
  files = new OpenedFiles(),
): Promise<StartedRun> => {
  await checkRunsFolder(params.runs);
  const found = params.found && (await readFoundBy(params.found));
  const weights = params.init === undefined ? undefined : await readWeights(params.init, params.config.model?.gruReset);
  const file = resolve(params.file);
  const others = otherFilesOf(file, params.config);
  const { config, choices, choice, data, fingerprint, identity } = await whileUnchanged(
    file,
    async (identity) => {
      const opened = await files.open(file, moreTextsOf(file, params.config));
      // Weights to begin with have been trained for what they are to do, and what a search has found was tried as it is.
      const chosen: Chosen =
        weights || found ? { params: await leaveToRules(opened, params) } : await chooseOnFolds(opened, params);
      const plan = await planRun(chosen.params, weights, files);
      return {
        ...chosen,
        ...plan,
        choices: [...tellChoice(chosen), ...plan.choices],
        identity,
        fingerprint: await fingerprintData(file, others),
      };
    },
    { others },
  );
  const session = await createSession(config, data);
  try {
    if (weights) initialiseFrom(weights, session, data, config);
    else session.initialise(config.training.seed, data.firstVectors);
    const position = startPosition();
    const precisionChoices = choosePrecision(session, data, config, position);
    // Who wants it no more leaves no run behind.
    await takeBreath();
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
      file,
      fingerprint,
      config,
      choices: [
        ...choices,
        ...(found ? [describeFound(found)] : []),
        ...data.dropped,
        ...precisionChoices,
        ...(weights
          ? [...weights.notes, ...describeMeaning(weights, data, config)]
          : data.firstVectors
            ? [data.firstVectors.what]
            : []),
      ],
      ...(choice && { choice }),
      parameters: session.parameterCount,
      stepsPerEpoch: countSteps(data, config),
      baselines: data.baselines.valid,
      headline: data.headline,
      kernels: session.kernels,
      threads: session.threads,
      precision: session.precision,
      ...(found && { found }),
      epoch: 0,
      step: 0,
      seconds: 0,
    };
    await folder.begin(checkpointOf(session, data, config, position), record);
    const watch = new DataWatch(file, others, identity, fingerprint);
    return assembleRun({ config, data, session, folder, record, position, best: undefined, watch }, listener);
  } catch (error) {
    await session.dispose();
    throw error;
  }
};

const tellChoice = ({ choice, note }: Pick<Chosen, 'choice' | 'note'>): string[] =>
  [choice?.verdict, note].filter((sentence) => sentence !== undefined);
