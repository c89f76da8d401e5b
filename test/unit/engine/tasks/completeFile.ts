import type { Config } from '../../../../engine/config.ts';
import { type CompletedConfig, completeConfig } from '../../../../engine/tasks/config/completeConfig.ts';
import { inspectOpened } from '../../../../engine/tasks/inspectFile.ts';
import { OpenedFiles } from '../../../../engine/tasks/openedFiles.ts';

/** Completes a config for a file, as it is inspected with the same config. */
export const completeFile = async (file: string, config: Config): Promise<CompletedConfig> =>
  completeConfig(config, await inspectOpened(await new OpenedFiles().open(file), config));
