import { onErrand } from '../errands/errand.ts';
import { type Evaluation, EvaluationCut, evaluateSplit, scoredBy } from '../prediction/evaluateSplit.ts';
import type { Calibration } from '../tasks/model.ts';
import type { JournalOptions } from './runJournal.ts';
import { slowErrand } from './slowErrand.ts';

/** What a run does meanwhile. */
interface Surroundings {
  /** Whether it has to be over by now. */
  readonly isLate: () => boolean;
  /** Says how far it is, as long as the run goes on. */
  readonly log: (message: string) => void;
  readonly note: (message: string) => void;
}

/** The scores of a split; NaN, which is told, where the run was stopped and the split is too large to be scored soon. */
export const evaluateInTime = async (
  { session, data, config, limits }: Omit<JournalOptions, 'seconds'>,
  split: 'valid' | 'test',
  calibration: Calibration,
  { isLate, log, note }: Surroundings,
): Promise<Evaluation> => {
  const scored = scoredBy(data, calibration);
  const evaluation = await onErrand(slowErrand(`scoring the ${split} split`, log), () =>
    evaluateSplit(session, scored, data.splits[split], config.training, isLate).catch(passCut),
  );
  if (evaluation) return evaluation;
  note(`the ${split} split is not scored: that takes longer than ${limits.evaluation / 1000} s after the stop`);
  return { loss: NaN, metrics: {} };
};

/** A rejection to undefined where an evaluation was cut off. */
export const passCut = (error: unknown): undefined => {
  if (!(error instanceof EvaluationCut)) throw error;
};
