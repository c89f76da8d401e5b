import { describe, expect, test } from 'vitest';
import { cutWords, tokenize } from '../../../../engine/encoding/tokenizer.ts';

const words = (text: string, lowercase = true): string[] => tokenize({ unit: 'words', lowercase }, text);
const characters = (text: string, lowercase = false): string[] => tokenize({ unit: 'characters', lowercase }, text);

describe('words', () => {
  test('are cut as Unicode cuts them: marks stand alone, apostrophes and decimal points inside do not', () => {
    expect(words("Don't pay £1.50 now!")).toEqual(["don't", 'pay', '£', '1.50', 'now', '!']);
  });
  test('of writing without spaces are found by a dictionary', () => {
    expect(words('今日は良い天気です')).toContain('天気');
  });
  test('have no spaces between them, whichever they are', () => {
    expect(words(' a\t\u00a0b\r\n\u3000c ')).toEqual(['a', 'b', 'c']);
    expect(words(' \n')).toEqual([]);
  });
  test('keep their case where they are not folded', () => {
    expect(words('Win WIN', false)).toEqual(['Win', 'WIN']);
  });
});

describe('words with their spaces', () => {
  test('take the single space before them, and put together are the text again', () => {
    const cut = (text: string, expected: readonly string[]): void => {
      expect(cutWords(text)).toEqual(expected);
      expect(cutWords(text).join('')).toBe(text);
    };
    cut("Don't go, now!\n", ["Don't", ' go', ',', ' now', '!', '\n']);
    cut('a  b\n\n c \n', ['a', '  ', 'b', '\n', '\n', ' c', ' ', '\n']);
    cut(' (x) ', [' (', 'x', ')', ' ']);
    cut('e\u0301t\u00e9\t\u00a0z', ['e\u0301t\u00e9', '\t', '\u00a0', 'z']);
    cut('', []);
  });
});

describe('characters', () => {
  test('are code points, spaces among them', () => {
    expect(characters('a 😀b')).toEqual(['a', ' ', '😀', 'b']);
  });
  test('that look alike are alike: an accent that stands apart is put on its letter', () => {
    expect(characters('e\u0301')).toEqual(['é']);
    expect(words('cafe\u0301')).toEqual(['café']);
  });
  test('are folded on request', () => {
    expect(characters('ÄB', true)).toEqual(['ä', 'b']);
  });
});
