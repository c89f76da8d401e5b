import { expect, test } from 'vitest';
import { NaiveBayes } from '../../../../../engine/tasks/textClassification/naiveBayes.ts';
import { sourceOfTexts } from './sourceOfTexts.ts';

const words = (text: string): string[] => text.split(' ');

test('the example of the textbook comes out as there: three times Chinese outweighs Tokyo and Japan', () => {
  // Manning, Raghavan and Schütze, Introduction to Information Retrieval, example 13.1: 0.0003 against 0.0001.
  const source = sourceOfTexts([
    [words('Chinese Beijing Chinese'), 1],
    [words('Chinese Chinese Shanghai'), 1],
    [words('Chinese Macao'), 1],
    [words('Tokyo Japan Chinese'), 0],
    [words('Chinese Chinese Chinese Tokyo Japan'), -1],
    [words('Chinese Tokyo Japan'), -1],
  ]);
  const bayes = new NaiveBayes(source, 'words', Int32Array.of(0, 1, 2, 3));
  expect(bayes.classify(4)).toBe(1);
  // 3/4 · 3/7 · 1/14 · 1/14 = 0.00164 against 1/4 · (2/9)³ = 0.00274.
  expect(bayes.classify(5)).toBe(0);
});

test('characters are told apart by what stands next to what, and by the ends of the text', () => {
  const letters = (text: string): string[] => [...text];
  const source = sourceOfTexts([
    [letters('abab'), 0],
    [letters('abba'), 1],
    [letters('cabab'), -1],
    [letters('aba'), -1],
  ]);
  const bayes = new NaiveBayes(source, 'characters', Int32Array.of(0, 1));
  expect(bayes.classify(2)).toBe(0);
  expect(new NaiveBayes(source, 'words', Int32Array.of(0, 1)).classify(2)).toBe(0);
  // The same letters as often in both: only their order tells.
  expect(bayes.classify(3)).toBe(1);
  expect(bayes.score(Int32Array.of(0, 1))).toEqual({ accuracy: 1, f1Macro: 1 });
});

test('a class without a training row is never the answer, and a text without a known word gets the commonest', () => {
  const source = sourceOfTexts([
    [words('a'), 0],
    [words('b'), -1],
  ]);
  expect(new NaiveBayes(source, 'words', Int32Array.of(0)).classify(1)).toBe(0);
});
