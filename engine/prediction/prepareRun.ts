import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { InputError } from '../errors.ts';
import { identifyDataAtRest } from '../files/dataIdentity.ts';
import { moreFilesOf, otherFilesOf } from '../files/parts/tableParts.ts';
import { whileUnchanged } from '../files/whileUnchanged.ts';
import { findChangedFile, fingerprintData } from '../runs/fingerprint.ts';
import { RunFolder } from '../runs/runFolder.ts';
import { taskOf } from '../tasks/findTask.ts';
import type { OpenedFiles } from '../tasks/openedFiles.ts';
import type { PreparedData } from '../tasks/preparedData.ts';

/**
 * The data of a run as it was trained on, split as it was: what is held out is what its weights have not seen. `run` is
 * its folder or a model in it. Throws an `InputError` where the data is gone or has changed.
 */
export const prepareRun = async (run: string, files: OpenedFiles): Promise<PreparedData> => {
  const isFolder = (await stat(run)).isDirectory();
  const folder = RunFolder.open(isFolder ? run : dirname(resolve(run)));
  const { file, config, fingerprint } = await folder.readRecord().catch((error: unknown) => {
    if (isFolder || !(error instanceof InputError)) throw error;
    throw new InputError('lies in no run: what it was not trained on is known of a run alone; give its folder or id', {
      file: run,
    });
  });
  const others = otherFilesOf(file, config);
  for (const path of [file, ...others]) {
    if (!existsSync(path)) throw new InputError('the data of this run is gone; put it back', { file: path });
  }
  const watched = { others, since: await identifyDataAtRest(file, others) };
  const now = await whileUnchanged(file, () => fingerprintData(file, others), watched);
  const changed = findChangedFile(file, fingerprint, now);
  if (changed !== undefined) {
    throw new InputError('has changed since the run began, so that nobody knows what it has not seen; put it back', {
      file: resolve(dirname(file), changed),
    });
  }
  const prepare = async (): Promise<PreparedData> =>
    taskOf(config).prepare(config, await files.open(file, moreFilesOf(file, config)));
  return whileUnchanged(file, prepare, watched);
};
