import { resolve } from 'node:path';
import { InputError } from '../../errors.ts';
import * as protocol from '../../protocol.ts';
import type { Arguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { defaultRuns, findModel, findWeights } from '../findModel.ts';
import { configOptions, readFileConfig } from '../readFileConfig.ts';
import { applySettings } from '../applySettings.ts';
import { type Start, trainToTheEnd } from '../trainToTheEnd.ts';

export const train: Command = {
  name: 'train',
  summary: 'Train a network on a file, or go on with a run',
  usage: '[FILE…] [options]',
  positionals: [0, Infinity],
  options: {
    ...configOptions,
    out: { type: 'string', value: 'DIR', help: 'the folder that holds runs (else .rnn-studio/runs of the workspace)' },
    init: {
      type: 'string',
      value: 'MODEL',
      help: 'begin with the weights of this model, of PyTorch (.safetensors) or of Keras (.weights.h5)',
    },
    resume: {
      type: 'string',
      value: 'RUN',
      help: 'go on with this run; --set training.epochs=N says how far, training.precision=P in which precision',
    },
  },
  run: async (args, surroundings) => {
    const start = args.has('resume') ? await readResume(args) : await readTrain(args);
    return trainToTheEnd(start, surroundings);
  },
};

const readTrain = async (args: Arguments): Promise<Start> => {
  const fileConfig = await readFileConfig(args);
  const out = args.text('out');
  const init = args.text('init');
  const params: protocol.TrainParams = {
    ...fileConfig,
    token: 'train',
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
  const { epochs, precision, ...otherTraining } = training ?? {};
  if (Object.keys(rest).length + Object.keys(otherTraining).length > 0) {
    throw new InputError(
      'with --resume only training.epochs and training.precision can be set: a run keeps its config',
    );
  }
  const run = await findModel(args.text('resume') ?? '', { out: args.text('out') });
  const changed = { ...(epochs !== undefined && { epochs }), ...(precision && { precision }) };
  return (engine) => engine.request(protocol.resume, { run, token: 'train', ...changed });
};
