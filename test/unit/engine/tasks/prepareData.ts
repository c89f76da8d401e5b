import type { RunConfig } from '../../../../engine/config.ts';
import type { Codec } from '../../../../engine/encoding/codec.ts';
import type { EncodedFile, PreparedData } from '../../../../engine/tasks/preparedData.ts';
import { taskOf } from '../../../../engine/tasks/findTask.ts';

/** Reads and encodes a run's file as its task does. */
export const prepareData = (config: RunConfig): Promise<PreparedData> => taskOf(config).prepare(config);

/** Encodes another file with what training fitted. */
export const encodeFile = (config: RunConfig, codec: Codec, file: string): Promise<EncodedFile> =>
  taskOf(config).encode(config, codec, file);
