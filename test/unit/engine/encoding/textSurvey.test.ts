import { expect, test } from 'vitest';
import { surveyText } from '../../../../engine/encoding/textSurvey.ts';
import { temporaryFile } from '../files/temporaryFile.ts';

test('symbols, lines and the vocabulary are counted as code points, CRLF as one', async () => {
  const survey = (text: string, lowercase = false) => surveyText(temporaryFile(text, '.txt'), { lowercase });
  expect(await survey('b😀a\r\nü\n')).toEqual({ symbols: 6, lines: 2, vocabulary: '\nabü😀', notes: [] });
  expect(await survey('\ufeffAa')).toEqual({ symbols: 2, lines: 1, vocabulary: 'Aa', notes: [] });
  expect(await survey('AaB', true)).toEqual({ symbols: 3, lines: 1, vocabulary: 'ab', notes: [] });
});

test('what there is room for is kept as places in the vocabulary', async () => {
  const ids = async (text: string, lowercase: boolean, room: number) =>
    (await surveyText(temporaryFile(text, '.txt'), { lowercase }, room)).ids;
  expect(await ids('b😀a\r\nü\nb', false, 13)).toEqual(Uint16Array.of(2, 4, 1, 0, 3, 0, 2));
  expect(await ids('BaB', true, 3)).toEqual(Uint16Array.of(1, 0, 1));
  expect(await ids('BaB', true, 0)).toBeUndefined();
  const all = Array.from({ length: 70_000 }, (_, index) => String.fromCodePoint(0x10000 + index)).join('');
  expect(await ids(all, false, Buffer.byteLength(all))).toBeUndefined();
});

test('symbols of later scripts are counted and numbered beside the earlier ones, whatever the order', async () => {
  for (const text of ['aé語😀a語é😀', '😀語éa😀語', 'é語a語😀é', '\u02ff\u0300\uffff\u{10000}\u{10ffff}\u02ff']) {
    const vocabulary = [...new Set(text)].sort((one, other) => (one.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0));
    expect(await surveyText(temporaryFile(text, '.txt'), { lowercase: false }, Buffer.byteLength(text))).toEqual({
      symbols: [...text].length,
      lines: 1,
      vocabulary: vocabulary.join(''),
      notes: [],
      ids: Uint16Array.from([...text], (symbol) => vocabulary.indexOf(symbol)),
    });
  }
});

test('a file that is no text, or is missing, is refused', async () => {
  const file = temporaryFile(Buffer.of(0x61, 0x81, 0x62), '.txt');
  await expect(surveyText(file, { lowercase: false })).rejects.toThrow('is not UTF-8 here');
  await expect(surveyText('/no/such/file.txt', { lowercase: false })).rejects.toThrow('does not exist');
});
