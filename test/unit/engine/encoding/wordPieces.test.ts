import { expect, test } from 'vitest';
import { readWords } from '../../../../engine/encoding/wordPieces.ts';
import { surveyWords } from '../../../../engine/encoding/wordSurvey.ts';
import { temporaryFile } from '../files/temporaryFile.ts';

const wordsOf = async (content: string, lowercase = false): Promise<string[]> => {
  const all: string[] = [];
  for await (const words of readWords(temporaryFile(content, '.txt'), { lowercase }))
    for (const word of words) all.push(word);
  return all;
};

test('no word is cut where a piece of the file ends, in lines and in one line of two megabytes', async () => {
  const line = 'considerable words stand here';
  const lines = `${line}\n`.repeat(60_000);
  expect(new Set(await wordsOf(lines))).toEqual(new Set(['considerable', ' words', ' stand', ' here', '\n']));
  const long = `${line} `.repeat(70_000);
  const cut = await wordsOf(long);
  expect(new Set(cut)).toEqual(new Set(['considerable', ' words', ' stand', ' here', ' considerable', ' ']));
  expect(cut.length).toBe(4 * 70_000 + 1);
  expect(cut.join('')).toBe(long);
});

test('Windows line ends are single breaks, and case is folded on request', async () => {
  expect(await wordsOf('Ab cD\r\nE', true)).toEqual(['ab', ' cd', '\n', 'e']);
});

test('a survey knows how long words are and how many different ones there are, about as many in more text', async () => {
  const survey = await surveyWords(temporaryFile('one two two three three three\n'.repeat(100), '.txt'), {
    lowercase: false,
  });
  expect(survey.charactersPerWord).toBeCloseTo(30 / 7, 9);
  expect([survey.distinct(1, 3000), survey.distinct(200, 3000), survey.distinct(301, 3000)]).toEqual([4, 2, 0]);
  // Ten times the text: 10^0.6 times as many.
  expect(survey.distinct(1, 30_000)).toBe(16);
});
