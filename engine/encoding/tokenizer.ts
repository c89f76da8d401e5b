import { cutLatin } from './latinSegments.ts';

/** What a text is cut into: words and marks, or characters. */
export interface Tokenizer {
  readonly unit: 'words' | 'characters';
  readonly lowercase: boolean;
}

/** Word boundaries of Unicode (UAX 29), with dictionaries for writing without spaces; those of no language in particular. */
let wordSegmenter: Intl.Segmenter | undefined;

/**
 * The words and marks of a text, without the spaces between them, or all its characters (code points), in order. The
 * text is in Unicode's composed form (NFC) first, so that letters look alike when they are.
 */
export const tokenize = ({ unit, lowercase }: Tokenizer, text: string): string[] => {
  const normal = text.normalize('NFC');
  const folded = lowercase ? normal.toLowerCase() : normal;
  if (unit === 'characters') return [...folded];
  return cutLatin(folded, 'words') ?? cutAll(folded).filter((segment) => !isSpace(segment));
};

/**
 * The words, marks and spaces of a text, which put together are the text again: a word or mark takes the single space
 * before it with it.
 */
export const cutWords = (text: string): string[] => {
  const words: string[] = [];
  let space = '';
  for (const segment of cutLatin(text, 'all') ?? cutAll(text)) {
    if (space !== '' && isSpace(segment)) words.push(space);
    const isSingle = segment === ' ';
    if (!isSingle) words.push(isSpace(segment) ? segment : space + segment);
    space = isSingle ? segment : '';
  }
  if (space !== '') words.push(space);
  return words;
};

const cutAll = (text: string): string[] => {
  wordSegmenter ??= new Intl.Segmenter('und', { granularity: 'word' });
  return Array.from(wordSegmenter.segment(text), ({ segment }) => segment);
};

const isSpace = (segment: string): boolean => segment.trim() === '';
