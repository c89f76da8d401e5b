import type { EvaluateResult } from '../protocol.ts';

/** What figures of a model are worth on a file that it was trained on, a sentence; nothing of another file. */
export const sayTrainedOn = ({
  isTrainingFile,
  isRefit,
}: Pick<EvaluateResult, 'isTrainingFile' | 'isRefit'>): string | undefined => {
  if (!isTrainingFile) return undefined;
  return isRefit
    ? 'The model was trained on all rows of this file in the end (training.refit): errors on new rows will be larger. What train measured on rows held out is the model of before, measured.safetensors of the run.'
    : 'The model was trained on this file: what it never saw of it is the test split, measured by train.';
};
