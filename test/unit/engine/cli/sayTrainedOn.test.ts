import { expect, test } from 'vitest';
import { sayTrainedOn } from '../../../../engine/cli/sayTrainedOn.ts';

test('figures on a file that a model was trained on are told as such, and as those of all its rows where none was held out', () => {
  expect(sayTrainedOn({ isTrainingFile: false })).toBeUndefined();
  expect(sayTrainedOn({ isTrainingFile: true })).toContain('what it never saw of it is the test split');
  expect(sayTrainedOn({ isTrainingFile: true, isRefit: true })).toContain(
    'trained on all rows of this file in the end',
  );
});
