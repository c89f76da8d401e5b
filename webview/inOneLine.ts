/** Words between which no line breaks. */
export const inOneLine = (words: string): string => words.replaceAll(' ', '\u00a0');
