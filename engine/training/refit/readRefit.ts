import { isDeepStrictEqual } from 'node:util';
import type { RunConfig } from '../../config.ts';
import { InputError } from '../../errors.ts';
import { type Checkpoint, readCheckpoint } from '../../runs/modelFile.ts';
import type { Model } from '../../tasks/model.ts';

/**
 * Where training anew in the place of `best` was left, if it was, with the same config. What cannot be read, as nothing is
 * lost by it, is as if it was not there.
 */
export const readRefit = async (file: string, best: Model, config: RunConfig): Promise<Checkpoint | undefined> => {
  try {
    const kept = await readCheckpoint(file);
    const isOfBest = kept.epoch === best.epoch && Object.is(kept.validLoss, best.validLoss);
    return isOfBest && isDeepStrictEqual(kept.config, config) ? kept : undefined;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
};
