import { expect, it } from 'vitest';
import { ribbonSteps } from '../../../../../webview/tasks/labeling/ribbonSteps.ts';

it('has every step with its line and word, and a step without a label is not wrong', () => {
  const steps = ribbonSteps({
    lines: [7, 8, 10],
    words: ['the', 'light', '.'],
    actual: [0, 1, -1],
    predicted: [0, 2, 2],
    probabilities: [0.9, 0.5, null],
    more: 0,
  });
  expect(steps).toEqual([
    { number: 1, line: 7, word: 'the', actual: 0, predicted: 0, probability: 0.9, isWrong: false },
    { number: 2, line: 8, word: 'light', actual: 1, predicted: 2, probability: 0.5, isWrong: true },
    { number: 3, line: 10, word: '.', actual: undefined, predicted: 2, probability: null, isWrong: false },
  ]);
});
