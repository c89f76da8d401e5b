/** What a text is cut into: words and marks, or characters. */
export interface Tokenizer {
  readonly unit: 'words' | 'characters';
  readonly lowercase: boolean;
}

/** Word boundaries of Unicode (UAX 29), with dictionaries for writing without spaces; those of no language in particular. */
const wordSegmenter = new Intl.Segmenter('und', { granularity: 'word' });

/**
 * The words and marks of a text, without the spaces between them, or all its characters (code points), in order. The
 * text is in Unicode's composed form (NFC) first, so that letters look alike when they are.
 */
export const tokenize = ({ unit, lowercase }: Tokenizer, text: string): string[] => {
  const normal = text.normalize('NFC');
  const folded = lowercase ? normal.toLowerCase() : normal;
  if (unit === 'characters') return [...folded];
  const words: string[] = [];
  for (const { segment } of wordSegmenter.segment(folded)) if (!isSpace(segment)) words.push(segment);
  return words;
};

const isSpace = (segment: string): boolean => segment.trim() === '';
