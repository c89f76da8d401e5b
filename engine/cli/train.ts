import { resolve } from 'node:path';
import { InputError } from '../errors.ts';
import * as protocol from '../protocol.ts';
import type { Arguments } from './arguments.ts';
import type { Command, Surroundings } from './command.ts';
import { resumeCommand } from './describeRun.ts';
import { EngineDied, EngineProcess } from './engineProcess.ts';
import { defaultRuns, findModel, findWeights } from './findRun.ts';
import { interruptedExitCode, listenForInterrupts } from './interrupts.ts';
import { configOptions, readFileConfig } from './readFileConfig.ts';
import { ReportedError } from './reportError.ts';
import { createRunView } from './runView.ts';
import { applySettings } from './settings.ts';

export const train: Command = {
  name: 'train',
  summary: 'Train a network on a file, or go on with a run',
  usage: '[FILE] [options]',
  positionals: [0, 1],
  options: {
    ...configOptions,
    out: { type: 'string', value: 'DIR', help: 'the folder that holds runs (else .rnn-studio/runs of the workspace)' },
    init: {
      type: 'string',
      value: 'MODEL',
      help: 'begin with the weights of this model, of PyTorch (.safetensors) or of Keras (.weights.h5)',
    },
    resume: { type: 'string', value: 'RUN', help: 'go on with this run; --set training.epochs=N says how far' },
  },
  run: async (args, surroundings) => {
    const start = args.has('resume') ? await readResume(args) : await readTrain(args);
    return trainToTheEnd(start, surroundings);
  },
};

type Start = (engine: EngineProcess) => Promise<protocol.TrainResult>;

const readTrain = async (args: Arguments): Promise<Start> => {
  const fileConfig = await readFileConfig(args);
  const out = args.text('out');
  const init = args.text('init');
  const params: protocol.TrainParams = {
    ...fileConfig,
    runs: out === undefined ? defaultRuns(fileConfig.file) : resolve(out),
    ...(init !== undefined && { init: await findWeights(init, { out, file: fileConfig.file }) }),
  };
  return (engine) => engine.request(protocol.train, params);
};

const readResume = async (args: Arguments): Promise<Start> => {
  const other = ['task', 'config', 'init'].find((name) => args.has(name));
  if (other !== undefined) throw new InputError(`--${other} does not go with --resume: a run keeps its config`);
  if (args.positionals.length > 0) throw new InputError('FILE does not go with --resume: a run keeps its file');
  const { training, ...rest } = applySettings({}, args.texts('set'));
  const { epochs, ...otherTraining } = training ?? {};
  if (Object.keys(rest).length + Object.keys(otherTraining).length > 0) {
    throw new InputError('with --resume only training.epochs can be set: a run keeps its config');
  }
  const run = await findModel(args.text('resume') ?? '', { out: args.text('out') });
  return (engine) => engine.request(protocol.resume, { run, ...(epochs !== undefined && { epochs }) });
};

/** Shows the run until it has ended and is saved. The first Ctrl-C stops it, the second ends everything at once. */
const trainToTheEnd = async (start: Start, { output, isJson, isVerbose }: Surroundings): Promise<number> => {
  const engine = new EngineProcess({ isVerbose });
  const view = createRunView(output, isJson);
  let failure: protocol.ErrorEvent | undefined;
  let run: string | undefined;
  engine.connection.onNotification(protocol.runEvents, ({ events }) => {
    for (const event of events) {
      if (event.event === 'config') ({ run } = event);
      if (event.event === 'error') failure = event;
      view.show(event);
    }
  });
  const ended = new Promise<void>((resolve) => {
    engine.connection.onNotification(protocol.runStatus, ({ status }) => {
      if (status === 'finished' || status === 'stopped' || status === 'failed') resolve();
    });
  });
  let stop = (): void => undefined;
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  const stopListening = listenForInterrupts(
    () => {
      view.note('stopping; Ctrl-C again ends at once, without the last checkpoint');
      stop();
    },
    () => {
      engine.kill();
      process.exit(interruptedExitCode);
    },
  );
  output.onClose(stop);
  try {
    const { id } = await start(engine);
    // A run that has just ended by itself cannot be stopped, which is as well.
    void stopped.then(() => engine.request(protocol.stop, { id })).catch(() => undefined);
    await Promise.race([ended, engine.died]);
  } catch (error) {
    if (!(error instanceof EngineDied) || run === undefined) throw error;
    throw new Error(
      `${error.message}\nThe run is kept up to its last checkpoint; go on with it by: ${resumeCommand(run)}`,
      { cause: error },
    );
  } finally {
    stopListening();
    await engine.close();
  }
  if (failure) throw new ReportedError(failure);
  return 0;
};
