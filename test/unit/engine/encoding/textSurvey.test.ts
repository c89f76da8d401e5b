import { appendFileSync, utimesSync } from 'node:fs';
import { expect, test } from 'vitest';
import { surveyText } from '../../../../engine/encoding/textSurvey.ts';
import { temporaryFile } from '../files/temporaryFile.ts';

test('symbols, lines and the vocabulary are counted as code points, CRLF as one', async () => {
  const survey = (text: string) => surveyText(temporaryFile(text, '.txt'), false);
  expect(await survey('b😀a\r\nü\n')).toEqual({ symbols: 6, lines: 2, vocabulary: '\nabü😀' });
  expect(await survey('\ufeffAa')).toEqual({ symbols: 2, lines: 1, vocabulary: 'Aa' });
});

test('the same file is counted once, until it changes or case is folded', async () => {
  const file = temporaryFile('Abc\n', '.txt');
  const first = await surveyText(file, false);
  expect(await surveyText(file, false)).toBe(first);
  expect(await surveyText(file, true)).toMatchObject({ vocabulary: '\nabc' });
  expect(await surveyText(file, false)).not.toBe(first);
  appendFileSync(file, 'd');
  expect(await surveyText(file, false)).toMatchObject({ symbols: 5, lines: 2 });
  const changed = await surveyText(file, false);
  utimesSync(file, 0, 1);
  expect(await surveyText(file, false)).not.toBe(changed);
});

test('a file that could not be counted is tried again', async () => {
  const file = temporaryFile(Buffer.of(0x61, 0xff, 0x62), '.txt');
  await expect(surveyText(file, false)).rejects.toThrow('is not UTF-8 here');
  await expect(surveyText(file, false)).rejects.toThrow('is not UTF-8 here');
  await expect(surveyText('/no/such/file.txt', false)).rejects.toThrow('does not exist');
});
