import { whileUnchanged } from '../files/whileUnchanged.ts';
import { taskOf } from '../tasks/findTask.ts';
import type { Model } from '../tasks/model.ts';
import type { OpenedFiles } from '../tasks/openedFiles.ts';
import type { EncodedFile } from '../tasks/preparedData.ts';

/** Encodes a file as a model reads it. Throws an `InputError` for one that changes meanwhile. */
export const encodeFile = ({ config, codec }: Model, file: string, files: OpenedFiles): Promise<EncodedFile> =>
  whileUnchanged(file, async () => taskOf(config).encode(config, codec, await files.open(file)));
