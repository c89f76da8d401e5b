import { expect, test } from 'vitest';
import { createRandom } from '../../../../engine/compute/random.ts';
import { cutLatin } from '../../../../engine/encoding/latinSegments.ts';

const segmenter = new Intl.Segmenter('und', { granularity: 'word' });
const segments = (text: string): string[] => Array.from(segmenter.segment(text), ({ segment }) => segment);

test('a text in Latin letters is cut as Intl.Segmenter cuts it', () => {
  const characters = 'aZäß0_9 \t\n\r.,;:\'’“–…·"-@/\u00a0\u0085²';
  const random = createRandom(5);
  for (let count = 0; count < 3000; count++) {
    const text = Array.from({ length: random.integer(12) }, () => characters[random.integer(characters.length)]).join(
      '',
    );
    expect(cutLatin(text, 'all'), JSON.stringify(text)).toEqual(segments(text));
    expect(cutLatin(text, 'words')).toEqual(segments(text).filter((segment) => segment.trim() !== ''));
  }
});

test('every character is cut as there, in a word and in a number, or not at all, and needs no composing', () => {
  let cut = 0;
  for (let code = 0; code < 0x3000; code++) {
    const character = String.fromCharCode(code);
    const text = `a${character}b 1${character}2 ${character}${character}_${character}`;
    const found = cutLatin(text, 'all');
    if (!found) continue;
    cut++;
    expect(found, code.toString(16)).toEqual(segments(text));
    expect(text.normalize('NFC')).toBe(text);
  }
  expect(cut).toBe(0x250 - 1 + 8);
});

test('a text with any other character is left to others', () => {
  for (const text of ['a e\u0301', 'weich\u00adtrennen', 'a 😀', 'жук', 'a\u200db'])
    expect(cutLatin(text, 'all')).toBeUndefined();
});
