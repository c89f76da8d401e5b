import { loadKernels } from '../compute/loadKernels.ts';
import type { NetworkSpec } from '../network/networkSpec.ts';
import { Session } from '../network/session.ts';
import type { RunConfig } from '../config.ts';
import type { PreparedData } from '../tasks/preparedData.ts';
import type { ConfigEvent, RunEvent, RunStatus } from '../protocol.ts';
import type { RunFolder } from '../runs/runFolder.ts';
import { type RunLimits, runLimits } from './runLimits.ts';
import { TrainingRun, type TrainingRunOptions } from './trainingRun.ts';

/** Where a run's reports go, and how patient it is at its end. */
export interface RunListener {
  /** As in `runLimits` where left out. */
  readonly limits?: Partial<RunLimits>;
  report(id: string, event: RunEvent): void;
  setStatus(id: string, status: RunStatus): void;
}

/** A run that is ready to train, and the folder it writes to. The session is its to dispose of when it ends. */
export interface StartedRun {
  readonly run: TrainingRun;
  readonly session: Session;
  readonly folder: RunFolder;
}

/**
 * A network for the data, that of the config's options when not given, with the data loaded and its weights still zero.
 * Its training can be diagnosed, and has products in bfloat16 where the config asks for them and the processor has them;
 * with `auto` it may have, and `choosePrecision` is to say.
 */
export const createSession = async (config: RunConfig, data: PreparedData, network?: NetworkSpec): Promise<Session> => {
  const { model, training } = config;
  const { shape, steps, targetSteps, classWeights } = data;
  const more = {
    ...(targetSteps !== undefined && { targetSteps }),
    ...(classWeights && { classWeights }),
    ...(network && { network }),
  };
  const kernels = await loadKernels(training.kernels, training.precision);
  const hasBfloat16 = kernels.kind === 'native' && kernels.hasBfloat16;
  const precision = hasBfloat16 ? training.precision : 'float32';
  const session = await Session.create({
    ...{ shape, model, training: { ...training, precision }, steps, kernels, ...more },
    diagnosable: true,
  });
  if (precision === 'auto') session.precision = 'float32';
  try {
    session.load(data.source);
  } catch (error) {
    await session.dispose();
    throw error;
  }
  return session;
};

type RunParts = Omit<TrainingRunOptions, 'limits' | 'report' | 'setStatus'>;

/** Announces a run and makes it ready to train. */
export const assembleRun = (parts: RunParts, listener: RunListener): StartedRun => {
  const { config, session, folder, record } = parts;
  const { id, choices, choice, parameters, stepsPerEpoch, baselines, headline, kernels, threads, precision } = record;
  const event: ConfigEvent = {
    event: 'config',
    run: folder.path,
    config,
    choices,
    ...(choice && { choice }),
    parameters,
    stepsPerEpoch,
    baselines,
    headline,
    kernels,
    threads,
    ...(precision && { precision }),
  };
  listener.report(id, event);
  const run = new TrainingRun({
    ...parts,
    limits: { ...runLimits, ...listener.limits },
    report: (report) => {
      listener.report(id, report);
    },
    setStatus: (status) => {
      listener.setStatus(id, status);
    },
  });
  return { run, session, folder };
};
