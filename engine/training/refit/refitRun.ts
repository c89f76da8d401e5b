import type { AwakeClock } from '../../awakeClock.ts';
import type { Model } from '../../tasks/model.ts';
import { count } from '../../words/count.ts';
import { type RefitParts, trainAnew } from './trainAnew.ts';

// In milliseconds.
const saveEvery = 2000;
/** How far it is. */
const tellEvery = 10_000;

/** What training anew needs of the run that it ends. */
export interface RefitSurroundings {
  readonly clock: AwakeClock;
  /** Lets messages in, waits while the run is paused, and says whether to go on. */
  readonly breathe: () => Promise<boolean>;
  readonly note: (message: string) => void;
  readonly warn: (error: unknown) => Promise<void>;
}

/** The model of a run trained anew on all parts, as `trainAnew` does; undefined where its config does not ask for it, or it is left. */
export const refitRun = async (
  parts: RefitParts,
  { clock, breathe, note, warn }: RefitSurroundings,
): Promise<Model | undefined> => {
  if (!parts.config.training.refit) return undefined;
  const epochs = count(parts.best.epoch, 'epoch');
  note(`training anew on the examples of all parts, for ${epochs}`);
  const at = { save: clock.now(), told: clock.now() };
  return trainAnew(parts, async (epoch, save) => {
    if (clock.now() - at.save >= saveEvery) {
      // A full disk does not end it: its space may come back.
      await save().catch(warn);
      at.save = clock.now();
    }
    if (clock.now() - at.told >= tellEvery) {
      note(`training anew: ${epoch} of ${epochs} done`);
      at.told = clock.now();
    }
    return breathe();
  });
};
