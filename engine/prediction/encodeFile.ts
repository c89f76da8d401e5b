import { whileUnchanged } from '../files/whileUnchanged.ts';
import type { Prediction } from '../protocol.ts';
import { taskOf } from '../tasks/findTask.ts';
import type { Model } from '../tasks/model.ts';
import type { OpenedFiles } from '../tasks/openedFiles.ts';
import type { EncodedFile } from '../tasks/preparedData.ts';

/** Encodes a file as a model reads it. Throws an `InputError` for one that changes meanwhile. */
export const encodeFile = ({ config, codec }: Model, file: string, files: OpenedFiles): Promise<EncodedFile> =>
  whileUnchanged(file, async () => {
    const opened = await files.open(file);
    const encoded = await taskOf(config).encode(config, codec, opened);
    return { ...encoded, dropped: [...(await opened.notes()), ...encoded.dropped] };
  });

/** What a person is told of a file that was encoded. */
export const tellEncoded = ({ dropped, misfits = [] }: EncodedFile): Pick<Prediction, 'notes' | 'misfits'> => ({
  ...(dropped.length > 0 && { notes: dropped }),
  ...(misfits.length > 0 && { misfits }),
});
