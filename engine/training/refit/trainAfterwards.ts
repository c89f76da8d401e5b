import type { TrainingConfig } from '../../config.ts';
import type { Model } from '../../tasks/model.ts';
import { trainEnsemble } from '../ensemble/trainEnsemble.ts';
import { type RefitSurroundings, refitRun } from './refitRun.ts';
import type { RefitParts } from './trainAnew.ts';

/** What a config asks to be trained when the training itself is over, as far as it was not left. */
export interface TrainedAfterwards {
  readonly refitted?: Model | undefined;
  readonly ensemble?: Model | undefined;
}

/** Trains it. */
export const trainAfterwards = async (
  parts: RefitParts,
  surroundings: RefitSurroundings,
): Promise<TrainedAfterwards> => ({
  refitted: await refitRun(parts, surroundings),
  ensemble: await trainEnsemble(parts, surroundings),
});

/** That the model is another one than was asked for; undefined where it is that. */
export const sayLeft = (
  { refit, ensemble: networks = 1 }: TrainingConfig,
  { refitted, ensemble }: TrainedAfterwards,
): string | undefined => {
  if (refit && !refitted) return 'it was not trained anew to the end: the model is the one that was measured';
  if (networks > 1 && !ensemble)
    return 'the other networks were not trained to the end: the model is the first one alone';
  return undefined;
};
