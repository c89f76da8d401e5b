import { expect, test } from 'vitest';
import { describeTask } from '../../../../engine/tasks/describeTask.ts';
import { taskOf } from '../../../../engine/tasks/findTask.ts';
import { describeDefeat } from '../../../../webview/panel/defeat.ts';

const ofText = {
  task: describeTask(taskOf({ task: 'languageModel' })),
  headline: { metric: 'crossEntropy', lowerIsBetter: true },
};
const ofClasses = {
  task: describeTask(taskOf({ task: 'textClassification' })),
  headline: { metric: 'accuracy', lowerIsBetter: false },
};

test('a network of text that n-grams do as well as is told so, with their number and what to try', () => {
  const baselines = { ngram5: { crossEntropy: 1.31 }, unigram: { crossEntropy: 2.9 } };
  expect(describeDefeat('test', { ...ofText, metrics: { crossEntropy: 1.49 }, baselines })).toBe(
    'On the test split the network is not better than 5-gram model (Kneser-Ney) (1.31): try more epochs, a larger model.hiddenSize or more text.',
  );
  expect(describeDefeat('test', { ...ofText, metrics: { crossEntropy: 1.31 }, baselines })).toContain('5-gram');
  expect(describeDefeat('test', { ...ofText, metrics: { crossEntropy: 1.3 }, baselines })).toBeUndefined();
});

test('all that do better are named, of another split that one, and of tables another way out', () => {
  const baselines = { majority: { accuracy: 0.7 }, naiveBayes: { accuracy: 0.8 } };
  expect(describeDefeat('valid', { ...ofClasses, metrics: { accuracy: 0.6 }, baselines })).toBe(
    'On the validation split the network is not better than most frequent class (70.0 %), naive Bayes (80.0 %): try other columns, longer examples, more data or a larger model.hiddenSize.',
  );
});

test('who makes no mistake, and what is not known, is told nothing', () => {
  const baselines = { majority: { accuracy: 1 } };
  expect(describeDefeat('test', { ...ofClasses, metrics: { accuracy: 1 }, baselines })).toBeUndefined();
  expect(describeDefeat('test', { ...ofClasses, metrics: { accuracy: null }, baselines })).toBeUndefined();
  expect(describeDefeat('test', { ...ofClasses, metrics: {}, baselines })).toBeUndefined();
  expect(
    describeDefeat('test', { ...ofClasses, metrics: { accuracy: 0.5 }, baselines: { majority: { accuracy: null } } }),
  ).toBeUndefined();
});
