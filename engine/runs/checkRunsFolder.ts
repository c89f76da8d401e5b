import { stat } from 'node:fs/promises';
import { InputError } from '../errors.ts';
import { isInRun } from './isInRun.ts';

/** Looks, before the data is read, whether `path` can hold runs. Throws an `InputError` for a file and the folder of a run. */
export const checkRunsFolder = async (path: string): Promise<void> => {
  const found = await stat(path).catch(() => undefined);
  if (found && !found.isDirectory()) {
    throw new InputError('is not a folder; name one for runs, which get folders of their own in it', { file: path });
  }
  if (await isInRun(path)) {
    throw new InputError('is the folder of a run; give the one that holds runs, or go on with the run by --resume', {
      file: path,
    });
  }
};
