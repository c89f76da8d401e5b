import type { TryIt } from '../../panel/viewState.ts';

/** Quiet time after the last key, and after a better model, before the engine is asked, in milliseconds. */
const afterKey = 200;
const afterModel = 1000;

interface Question {
  readonly text: string;
  /** Of the model. */
  readonly epoch: number;
  /** How long nothing must change before it is asked, in milliseconds. */
  readonly quiet: number;
}

/**
 * What to ask the engine next: what has been typed since the last answer, or the same again of a model that has become
 * better. Nothing while a question is open: what is typed meanwhile is asked when its answer is there, the last alone.
 * @param epoch of the best model; undefined before there is one
 */
export const nextQuestion = ({ text, asked, answer }: TryIt, epoch: number | undefined): Question | undefined => {
  if (asked || epoch === undefined || text.trim() === '') return undefined;
  if (answer?.text !== text) return { text, epoch, quiet: afterKey };
  return answer.epoch === epoch ? undefined : { text, epoch, quiet: afterModel };
};
