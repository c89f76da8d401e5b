import type { Config } from '../config.ts';
import { InputError } from '../errors.ts';
import type { FileParams } from '../protocol.ts';
import { anyOf } from '../words/anyOf.ts';
import { listFiles, nameFiles } from '../tasks/nameFiles.ts';
import { tasks } from '../tasks/registry.ts';
import { readConfig } from '../tasks/config/readConfig.ts';
import type { Arguments } from './arguments.ts';
import type { Options } from './command.ts';
import { applySettings, applyTask } from './applySettings.ts';
import { resolve } from 'node:path';

/** The options that make a config. */
export const configOptions = {
  task: { type: 'string', value: 'TASK', help: anyOf(tasks.map(({ name }) => name)) },
  config: { type: 'string', value: 'FILE', help: 'a run config, JSON' },
  set: { type: 'string', value: 'FIELD=VALUE', multiple: true, help: 'one field of the config: model.hiddenSize=64' },
} as const satisfies Options;

/** The file and the config that the arguments name, and of several files how they go together: the config file first, then `--task`, then every `--set`. */
export const readFileConfig = async (args: Arguments): Promise<FileParams> => {
  const { path, positionals: named } = configAndFiles(args);
  const positionals = await listFiles(named);
  const task = args.text('task');
  let config: Config = path === undefined ? {} : await readConfig(path);
  if (task !== undefined) config = applyTask(config, task);
  config = applySettings(config, args.texts('set'));
  const file = positionals[0] ?? config.data?.file;
  if (file === undefined) throw new InputError('no data file; name one, or a config with data.file');
  if (positionals.length > 1) config = { ...config, data: { ...nameFiles(positionals, config.task), ...config.data } };
  return { file: resolve(file), config };
};

/** How run configs are called: one in the place of a data file is meant as the config, and not as a text to learn. */
const configSuffix = '.rnn.json';

const configAndFiles = (args: Arguments): { path: string | undefined; positionals: readonly string[] } => {
  const { positionals } = args;
  const path = args.text('config');
  const [first, ...others] = positionals;
  return path === undefined && first?.endsWith(configSuffix)
    ? { path: first, positionals: others }
    : { path, positionals };
};
