import type { RunConfig } from '../../../../engine/config.ts';
import type { Codec } from '../../../../engine/encoding/codec.ts';
import type { EncodedFile, PreparedData } from '../../../../engine/tasks/preparedData.ts';
import { taskOf } from '../../../../engine/tasks/findTask.ts';
import { OpenedFiles } from '../../../../engine/tasks/openedFiles.ts';

/** Reads and encodes a run's file as its task does. */
export const prepareData = async (config: RunConfig, files = new OpenedFiles()): Promise<PreparedData> =>
  taskOf(config).prepare(config, await files.open(config.data.file));

/** Encodes another file with what training fitted. */
export const encodeFile = async (
  config: RunConfig,
  codec: Codec,
  file: string,
  files = new OpenedFiles(),
): Promise<EncodedFile> => taskOf(config).encode(config, codec, await files.open(file));
